import Catalogue
import Foundation
import Ingestion
import Recordings
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("Recordings are found at the ingest, and what a person says about them stays")
struct RecordingTests {
  private let room: MusicRoom
  private static let rate = 22_050
  private static let tune = Melody.samples(31, seconds: 24, sampleRate: rate)
  private static let other = Melody.samples(32, seconds: 24, sampleRate: rate)

  /// The tune as a file, softer, and another tune.
  init() throws {
    room = try MusicRoom()
    try write(Self.tune, as: "tune.flac", .flac)
    try write(Self.tune.map { 0.5 * $0 }, as: "softer.wav")
    try write(Self.other, as: "other.wav")
  }

  private func write(
    _ samples: [Float], as name: String, _ container: AudioFile.Container = .wav
  ) throws {
    try room.write(
      try AudioFile.bytes([samples], sampleRate: Self.rate, as: container), as: name)
  }

  private func library() throws -> Library { try Library.writing(room.libraryFolder) }

  /// Names of the files of each recording that has several.
  private func groups() throws -> [Set<String>] {
    try library().catalogue.copies().map { _, copies in
      Set(copies.flatMap { $0.files.map(\.path.name) })
    }
  }

  private func track(_ name: String) throws -> TrackID {
    try #require(try library().catalogue.source(at: SourcePath(room.path(name)))?.track)
  }

  @Test("a softer copy is one recording with the first, and another tune is not")
  func found() async throws {
    _ = try await room.ingest()
    #expect(try groups() == [["tune.flac", "softer.wav"]])
    let report = try #require(try RecordingReport.all(in: library()).first)
    #expect(report.items.map(\.advice) == [.keep, .spare])
    let spare = try #require(report.items.last)
    #expect(spare.comparison?.verdict == .sameMaster)
    #expect(spare.bytesToGain == spare.copy.files[0].bytes)
    let names = try library().catalogue.recordingNames()
    #expect(names(try track("tune.flac")) == names(try track("softer.wav")))
    #expect(names(try track("other.wav")) == nil)
    // Nothing is done twice.
    #expect(try library().catalogue.tracksToCompare().isEmpty)
  }

  @Test("the same samples in two files are one track with something to gain")
  func twins() async throws {
    try write(Self.other, as: "twin.wav")
    _ = try await room.ingest()
    let reports = try RecordingReport.all(in: library())
    let twins = try #require(reports.first { $0.items.count == 1 })
    #expect(twins.items[0].copy.files.map(\.path.name) == ["other.wav", "twin.wav"])
    #expect(twins.bytesToGain == twins.items[0].copy.files[1].bytes)
  }

  @Test("what was split stays apart, and what was merged together, after another ingest")
  func edits() async throws {
    _ = try await room.ingest()
    _ = try RecordingEditing.split(try track("softer.wav"), in: library())
    _ = try RecordingEditing.merge(try track("softer.wav"), try track("other.wav"), in: library())
    let expected: [Set<String>] = [["softer.wav", "other.wav"]]
    #expect(try groups() == expected)
    _ = try await room.ingest(force: [.fingerprint])
    #expect(try groups() == expected)
    // Away and back again.
    let softer = try track("softer.wav")
    try library().catalogue.remove(softer)
    try library().catalogue.regroup()
    #expect(try groups().isEmpty)
    _ = try await room.ingest()
    #expect(try groups() == expected)
    // And together again, as a person wants it.
    _ = try RecordingEditing.merge(softer, try track("tune.flac"), in: library())
    #expect(try groups() == [["softer.wav", "other.wav", "tune.flac"]])
  }

  @Test("a library without landmarks, comparisons or index gets them at the next ingest")
  func catchesUp() async throws {
    _ = try await room.ingest()
    let found = try groups()
    let marks = try library().catalogue.landmarks(of: track("tune.flac"))
    for name in ["tune.flac", "softer.wav"] {
      try library().catalogue.replace(Derivatives(), of: track(name), isWhole: true)
    }
    try FileManager.default.removeItem(atPath: room.libraryFolder + "/index")
    _ = try await room.ingest()
    #expect(try groups() == found)
    #expect(try library().catalogue.landmarks(of: track("tune.flac")) == marks)
    #expect(FileManager.default.fileExists(atPath: room.libraryFolder + "/index"))
  }

  @Test(
    "a clip is named with its place; a damaged index changes no answer, and the doctor mends it")
  func clips() async throws {
    _ = try await room.ingest()
    let clip = Array(Self.tune[7 * Self.rate..<14 * Self.rate])
    let path = SourcePath(
      try room.folder.file(
        "clip.wav", try AudioFile.bytes([clip], sampleRate: Self.rate)))
    func answers() throws -> [String] {
      var search = try ClipSearch(in: Library.reading(room.libraryFolder))
      return try search.run(path).map { "\($0.track) \(Int($0.trackStart.rounded()))" }.sorted()
    }
    let expected = try ["tune.flac", "softer.wav"].map { "\(try track($0)) 7" }.sorted()
    #expect(try answers() == expected)
    let folder = room.libraryFolder + "/index"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      var bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
      for place in stride(from: 96, to: bytes.count, by: 64) { bytes[place] ^= 4 }
      try bytes.write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    #expect(try answers() == expected)
    var checkup = LibraryCheckup(profile: try MusicRoom.profile())
    checkup.repairs = true
    var findings: [Finding] = []
    try checkup.run(in: library()) { findings.append($0) }
    #expect(Set(findings.map(\.code)) == [.indexDamaged])
    #expect(findings.count == 2)
    #expect(findings.map(\.isMended).allSatisfy { $0 })
    findings = []
    try checkup.run(in: library()) { findings.append($0) }
    #expect(findings.isEmpty)
    #expect(try answers() == expected)
  }

  @Test("the program identifies, lists, splits and merges, with the codes of every command")
  func program() async throws {
    _ = try await room.ingest()
    let library = ["--library", room.libraryFolder, "--json"]
    let clip = try room.folder.file(
      "clip.wav",
      try AudioFile.bytes(
        [Array(Self.other[5 * Self.rate..<10 * Self.rate])], sampleRate: Self.rate))
    let found = try Program.Running(["identify", clip] + library).finish()
    #expect(found.status == 0)
    let match = try #require((found.objects[0]["matches"] as? [[String: Any]])?.first)
    #expect(match["track"] as? String == (try track("other.wav")).description)
    #expect(abs((match["trackStart"] as? Double ?? 0) - 5) < 0.05)
    let stranger = try room.folder.file(
      "stranger.wav",
      try AudioFile.bytes(
        [Melody.samples(99, seconds: 5, sampleRate: Self.rate)], sampleRate: Self.rate))
    let nothing = try Program.Running(["identify", stranger] + library).finish()
    #expect(nothing.status == 4)
    #expect(nothing.output == "{\"matches\":[]}\n")
    let listed = try Program.Running(["duplicates"] + library).finish()
    #expect(listed.status == 0)
    #expect(try listed.objects.count == 1)
    let softer = try track("softer.wav").description
    let tune = try track("tune.flac").description
    #expect(try Program.Running(["duplicates", "--split", softer] + library).finish().status == 0)
    #expect(try Program.Running(["duplicates"] + library).finish().status == 4)
    let merged = try Program.Running(["duplicates", "--merge", tune, softer] + library).finish()
    #expect(merged.status == 0)
    #expect(try Program.Running(["duplicates"] + library).finish().status == 0)
    #expect(try Program.Running(["duplicates", "--merge", tune] + library).finish().status == 2)
    let shown = try Program.Running(["show", tune] + library).finish()
    let recording = try #require(shown.objects[0]["recording"] as? [String: Any])
    #expect((recording["others"] as? [[String: Any]])?.first?["track"] as? String == softer)
  }
}
