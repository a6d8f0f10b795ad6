import Foundation
import Glibc
import Sound

extension PostingIndex {
  /// A segment is merged with the next larger one unless that holds more than this many times the postings of
  /// those before it.
  ///
  /// chosen: a look-up asks every segment, so there should be few: 100 000 tracks taken in one by one lie in
  /// at most six, and each posting is written again some twenty times.
  private static let mergeRatio = 8
  /// Segments that are merged at a time at most; chosen: finding the lowest of their keys stays cheap.
  private static let mergeWidth = 8

  /// Brings the files up to what the library holds.
  ///
  /// Killed at any instant, what was published is whole and the next update does the rest.
  ///
  /// - Parameter postings: of a track; nil where it has none any more.
  /// - Returns: whether anything was written.
  /// - Throws: `storage`, and what `postings` throws.
  @discardableResult
  func update(_ postings: (TrackID) throws -> [TrackPosting]?) throws -> Bool {
    try removeRejected()
    var hasWritten = false
    var batch = PostingBatch()
    for track in missing {
      guard let places = try postings(track) else { continue }
      let steps = Int(places.map(\.time).max() ?? 0) + 1
      if batch.count + places.count > Self.batchPostings || !batch.tracks.hasRoom(for: steps) {
        try write(&batch)
        hasWritten = true
      }
      batch.append(track, places)
    }
    if !batch.isEmpty {
      try write(&batch)
      hasWritten = true
    }
    missing = []
    while try mergeOnce() { hasWritten = true }
    return hasWritten
  }

  private func removeRejected() throws {
    for path in rejected { Self.unlink(path) }
    rejected = []
    // What a killed process was writing.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(content.rawValue + "-") && name.hasSuffix(".part") {
      Self.unlink(folder + "/" + name)
    }
  }

  static func unlink(_ path: String) { _ = unsafe Glibc.unlink(path) }

  private func write(_ batch: inout PostingBatch) throws {
    if batch.isEmpty { return }
    let (part, target) = try newPaths()
    try batch.write(to: part, content: content, as: target)
    let segment = try Segment(target, content: content)
    add(segment)
    batch = PostingBatch()
  }

  private func add(_ segment: Segment) {
    parts.append(
      Part(
        segment: segment, isGone: Array(repeating: false, count: segment.tracks.count), gone: 0))
    parts.sort { $0.segment.postings > $1.segment.postings }
  }

  /// A name that no file has, for writing and for afterwards.
  private func newPaths() throws(RecordingsError) -> (part: String, target: String) {
    if unsafe mkdir(folder, 0o755) != 0, errno != EEXIST {
      throw .storage(operation: "create", path: folder, errno: errno)
    }
    let name = "\(folder)/\(content.rawValue)-\(UUID().uuidString)"
    return (name + ".part", name + ".idx")
  }

  /// Does the next merge that is due; false where there is none.
  private func mergeOnce() throws -> Bool {
    // Nothing of it counts any more.
    if let place = parts.firstIndex(where: { $0.gone == $0.segment.tracks.count }) {
      Self.unlink(parts[place].segment.path)
      parts.remove(at: place)
      return true
    }
    // More is gone than there: written anew, alone.
    if let place = parts.firstIndex(where: { 2 * $0.gone > $0.segment.tracks.count }) {
      try merge([place])
      return true
    }
    for smallest in parts.indices.reversed() {
      let places = run(from: smallest)
      if places.count > 1 {
        try merge(places)
        return true
      }
    }
    return false
  }

  /// A segment and those after it, growing, that are to be merged with it.
  private func run(from smallest: Int) -> [Int] {
    var places: [Int] = []
    var (postings, steps) = (0, 0)
    for place in (0...smallest).reversed() where places.count < Self.mergeWidth {
      let next = parts[place].segment
      let hasRoom = steps + Int(next.tracks.length) < Int(UInt32.max)
      guard places.isEmpty || next.postings <= Self.mergeRatio * postings, hasRoom else { break }
      places.append(place)
      postings += next.postings
      steps += Int(next.tracks.length)
    }
    return places
  }

  private func merge(_ places: [Int]) throws {
    let (part, target) = try newPaths()
    let old = places.map { parts[$0] }
    do throws(RecordingsError) {
      try SegmentMerge.run(
        old.map { (segment: $0.segment, isGone: $0.isGone) }, content: content, at: part,
        as: target)
    } catch {
      // Damage is found only now; the file is thrown away, and the next update makes it anew.
      if case .damaged(let path, _) = error { Self.unlink(path) }
      throw error
    }
    let merged = try Segment(target, content: content)
    // From here on both hold the tracks; the smaller would give way if this were the end.
    for part in old { Self.unlink(part.segment.path) }
    for place in places.sorted(by: >) { parts.remove(at: place) }
    add(merged)
  }
}
