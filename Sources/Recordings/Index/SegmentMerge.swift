import Sound

/// Makes one segment of several, leaving out the tracks that are gone.
///
/// Reads them side by side in the order of their keys: memory is a bucket of each.
enum SegmentMerge {
  /// - Parameters:
  ///   - segments: with, for each track, whether it is gone.
  ///   - content: of all of them.
  ///   - path: where the new one lies until it is published.
  ///   - target: its place.
  /// - Throws: `damaged` where one of them is not what was written; `storage`.
  static func run(
    _ segments: [(segment: Segment, isGone: [Bool])], content: IndexContent, at path: String,
    as target: String
  ) throws(RecordingsError) {
    var tracks = SegmentTracks()
    var cursors: [Cursor] = []
    var expected = 0
    for (segment, isGone) in segments {
      var shifts: [Int64?] = []
      for index in 0..<segment.tracks.count {
        if isGone[index] {
          shifts.append(nil)
          continue
        }
        let start = segment.tracks.starts[index]
        shifts.append(Int64(tracks.length) - Int64(start))
        tracks.append(
          segment.tracks.ids[index], steps: segment.tracks.starts[index + 1] - start)
      }
      expected += segment.postings
      cursors.append(Cursor(segment: segment, shifts: shifts))
    }
    var writer = try SegmentWriter(
      at: path, content: content, tracks: tracks, expected: expected)
    for index in cursors.indices { try cursors[index].fill() }
    var positions: [UInt32] = []
    while let key = Self.lowest(cursors) {
      positions.removeAll(keepingCapacity: true)
      // The tapes follow each other, so what the cursors give in turn rises.
      for index in cursors.indices where cursors[index].key == key {
        try cursors[index].take(into: &positions)
      }
      if !positions.isEmpty { try writer.add(key, positions) }
    }
    try writer.publish(as: target)
  }

  private static func lowest(_ cursors: [Cursor]) -> UInt32? {
    var lowest: UInt32?
    for index in cursors.indices {
      if let key = cursors[index].key, key < lowest ?? .max || lowest == nil { lowest = key }
    }
    return lowest
  }
}

/// Goes through a segment group by group.
private struct Cursor {
  let segment: Segment
  /// What to add to a position of each track; nil for those that are gone.
  let shifts: [Int64?]
  /// The same for all tracks where none is gone.
  private let common: Int64?
  private var bucket = 0
  private var contents = WholeBucket()
  private var group = 0

  init(segment: Segment, shifts: [Int64?]) {
    self.segment = segment
    self.shifts = shifts
    common = shifts.contains { $0 == nil } ? nil : shifts.first ?? nil
  }

  /// The key at hand; nil at the end.
  var key: UInt32? { group < contents.keys.count ? contents.keys[group] : nil }

  /// Reads on until there is a group at hand or the end is reached.
  mutating func fill() throws(RecordingsError) {
    while group == contents.keys.count, bucket < segment.buckets {
      contents.removeAll()
      group = 0
      try segment.read(bucket: bucket, &contents)
      bucket += 1
    }
  }

  /// Adds the positions of the group at hand, where they now lie, and goes on to the next.
  mutating func take(into positions: inout [UInt32]) throws(RecordingsError) {
    for position in contents.positions(of: group) {
      if let common {
        positions.append(UInt32(Int64(position) + common))
        continue
      }
      let track = segment.tracks.index(at: position)
      if let shift = shifts[track] { positions.append(UInt32(Int64(position) + shift)) }
    }
    group += 1
    try fill()
  }
}

/// Takes all groups of a bucket.
private struct WholeBucket: GroupReader {
  private(set) var keys: [UInt32] = []
  private var starts: [Int] = []
  private var all: [UInt32] = []

  func positions(of group: Int) -> ArraySlice<UInt32> {
    all[starts[group]..<(group + 1 < starts.count ? starts[group + 1] : all.count)]
  }

  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    all.removeAll(keepingCapacity: true)
  }

  mutating func begin(_ key: UInt32, count: Int, at offset: Int) -> GroupVerdict {
    keys.append(key)
    starts.append(all.count)
    return .take
  }

  mutating func take(_ position: UInt32) { all.append(position) }
}
