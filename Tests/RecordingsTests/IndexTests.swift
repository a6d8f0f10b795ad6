import Foundation
import Sound
import TestSignals
import Testing

@testable import Recordings

@Suite("The index finds what the library holds, whatever happens to its files")
struct IndexTests {
  private let folder: TemporaryFolder
  private var place: String { folder.path + "/index" }

  init() throws { folder = try TemporaryFolder() }

  private func ids(_ numbers: ClosedRange<UInt8>) -> [TrackID] { numbers.map(Heard.id) }

  private func hearing(_ id: TrackID) -> Hearing? {
    (1...60).first { Heard.id($0) == id }.map { MadeUp.hearing($0) }
  }

  private func write(_ numbers: ClosedRange<UInt8>) throws -> RecordingIndex {
    try RecordingIndex.writing(place, tracks: ids(numbers), hearing: hearing)
  }

  private func read(_ numbers: ClosedRange<UInt8>) throws -> RecordingIndex {
    try RecordingIndex.reading(place, tracks: ids(numbers), hearing: hearing)
  }

  /// Which tracks a look-up with ten seconds of each finds.
  private func found(_ numbers: ClosedRange<UInt8>, in index: RecordingIndex) throws -> [TrackID] {
    try numbers.compactMap { number in
      var matcher = ClipMatcher(index: index.landmarks) { hearing($0)?.landmarks }
      let peaks = MadeUp.hearing(number).landmarks.peaks.filter { (1000..<2000).contains($0.frame) }
        .map { Landmark(frame: $0.frame - 1000, bin: $0.bin) }
      let matches = try matcher.matches(of: peaks, seconds: 10)
      let words = try DuplicateFinder(index).candidates(
        for: Hearing(
          track: Heard.id(200), duration: 10,
          words: Array(MadeUp.hearing(number).words[100..<180]),
          landmarks: Landmarks(peaks: [], levels: [])))
      let isRight =
        matches.count == 1 && abs(matches[0].trackStart - Landmarks.seconds(1000)) < 0.05
        && words == [matches[0].track]
      return isRight ? matches[0].track : nil
    }
  }

  private var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
  }

  @Test("every track is found at its place, also after reopening")
  func everything() throws {
    #expect(try found(1...20, in: try write(1...20)) == ids(1...20))
    let index = try read(1...20)
    #expect(index.words.missing.isEmpty)
    #expect(try found(1...20, in: index) == ids(1...20))
    #expect(try found(21...30, in: index).isEmpty)
  }

  @Test("tracks that come one by one lie in few files")
  func oneByOne() throws {
    for last in 1...40 as ClosedRange<UInt8> { _ = try write(1...last) }
    #expect(files.count <= 2 * 4)
    #expect(files.allSatisfy { $0.hasSuffix(".idx") })
    #expect(try found(1...40, in: read(1...40)) == ids(1...40))
  }

  @Test("what no file holds yet is found by whoever may not write")
  func missing() throws {
    _ = try write(1...10)
    let before = files
    #expect(try found(1...20, in: read(1...20)) == ids(1...20))
    #expect(files == before)
    // No file at all.
    try FileManager.default.removeItem(atPath: place)
    #expect(try found(1...5, in: read(1...5)) == ids(1...5))
    #expect(!FileManager.default.fileExists(atPath: place))
  }

  @Test("where files lack more than memory shall hold, a reader is told to ingest")
  func tooMuchMissing() throws {
    _ = try write(1...10)
    let index = PostingIndex(.landmarks, in: place, tracks: ids(1...20))
    let postings = { (id: TrackID) in
      self.hearing(id).map { LandmarkKeys.postings($0.landmarks.peaks) }
    }
    let each = try #require(postings(ids(1...20)[10])).count
    let error = #expect(throws: RecordingsError.self) {
      try index.takeMissing(limit: 5 * each, postings)
    }
    #expect(error?.code == "index_incomplete")
    #expect(error?.description.contains("10 tracks") == true)
    #expect(error?.description.contains("ingest") == true)
    #expect(index.head.count <= 5 * each)
    let roomy = PostingIndex(.landmarks, in: place, tracks: ids(1...20))
    try roomy.takeMissing(limit: 20 * each, postings)
    #expect(roomy.trackCount == 20)
  }

  @Test("a track that was taken away is not found, and its place is given back")
  func removal() throws {
    let before = try write(1...20).landmarks.bytes
    #expect(try found(1...20, in: read(8...20)) == ids(8...20))
    let after = try write(15...20)
    #expect(try found(1...20, in: after) == ids(15...20))
    #expect(after.landmarks.bytes < before / 2)
    _ = try RecordingIndex.writing(place, tracks: [], hearing: hearing)
    #expect(files.isEmpty)
  }

  @Test("a flipped bit anywhere is noticed, and never gives another answer")
  func damage() throws {
    _ = try write(1...6)
    let whole = try files.map { ($0, try Data(contentsOf: URL(fileURLWithPath: place + "/" + $0))) }
    var noticed = 0
    for (name, data) in whole {
      for offset in stride(from: 0, to: data.count, by: max(1, data.count / 60)) {
        var bytes = data
        bytes[offset] ^= 0x10
        try bytes.write(to: URL(fileURLWithPath: place + "/" + name))
        let (damaged, _) = RecordingIndex.check(place, tracks: ids(1...6))
        #expect(damaged == [place + "/" + name], "byte \(offset) of \(name)")
        let index = try read(1...6)
        do {
          #expect(try found(1...6, in: index) == ids(1...6))
        } catch RecordingsError.damaged(let path, _) {
          #expect(path == place + "/" + name)
          noticed += 1
        }
        try data.write(to: URL(fileURLWithPath: place + "/" + name))
      }
    }
    #expect(noticed > 0)
  }

  @Test("of a damaged bucket nothing is used")
  func unused() throws {
    _ = try write(1...6)
    let wanted = LandmarkKeys.wanted(MadeUp.hearing(3).landmarks.peaks, LandmarkKeys.Query())
    func hits() throws -> [String]? {
      guard let part = try read(1...6).landmarks.parts.first else { return nil }
      var hits: [Hit] = []
      try part.segment.collect(wanted, budget: .max, into: &hits)
      return hits.map { "\($0)" }
    }
    let expected = try #require(try hits())
    #expect(expected.count > 500)
    let path = place + "/" + (try #require(files.first { $0.hasPrefix("landmarks") }))
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var noticed = 0
    for offset in stride(from: 96, to: whole.count, by: max(1, whole.count / 200)) {
      var bytes = whole
      bytes[offset] ^= 0x10
      try bytes.write(to: URL(fileURLWithPath: path))
      do {
        // What was not opened, or is not looked at, gives nothing wrong either.
        if let found = try hits() { #expect(found == expected, "byte \(offset)") }
      } catch RecordingsError.damaged {
        noticed += 1
      }
    }
    #expect(noticed > 0)
  }

  @Test("a file that is cut, empty or of another version is made anew")
  func rebuilt() throws {
    for change in 0..<4 {
      _ = try write(1...6)
      let path = place + "/" + files[0]
      var data = try Data(contentsOf: URL(fileURLWithPath: path))
      switch change {
      case 0: data.removeLast(data.count / 2)
      case 1: data = Data()
      case 2: data[12] = 0xEE
      default: data[data.count / 3] ^= 1
      }
      try data.write(to: URL(fileURLWithPath: path))
      RecordingIndex.remove(RecordingIndex.check(place, tracks: ids(1...6)).files)
      #expect(try found(1...6, in: try write(1...6)) == ids(1...6))
      #expect(RecordingIndex.check(place, tracks: ids(1...6)).files.isEmpty)
      #expect(files.count == 2)
    }
  }

  @Test("killed while writing or merging, the next run finds everything once")
  func killed() throws {
    _ = try write(1...6)
    // A file that was being written, and one whose tracks stand in a larger one: a merge that was cut short.
    let name = try #require(files.first { $0.hasPrefix("landmarks") })
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: place + "/landmarks-0.part"))
    let other = try TemporaryFolder()
    _ = try RecordingIndex.writing(other.path + "/index", tracks: ids(3...4), hearing: hearing)
    let stale = try #require(
      FileManager.default.contentsOfDirectory(atPath: other.path + "/index").first {
        $0.hasPrefix("landmarks")
      })
    try FileManager.default.copyItem(
      atPath: other.path + "/index/" + stale, toPath: place + "/" + stale)
    #expect(try found(1...6, in: read(1...6)) == ids(1...6))
    #expect(try found(1...6, in: try write(1...6)) == ids(1...6))
    #expect(files.filter { $0.hasPrefix("landmarks") } == [name])
  }
}
