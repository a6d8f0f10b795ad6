import Analysis
import Catalogue
import Foundation
import Ingestion
import Ladder
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("A folder is taken in, whatever is in it")
struct IngestTests {
  @Test("good, bad and odd files each get their verdict, and a second look says unchanged")
  func verdicts() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(1), as: "good.wav")
    try room.write(try Piece.bytes(2, as: .flac), as: "album/deep/good.flac")
    try room.write([], as: "empty.wav")
    try room.write(Array("just words\n".utf8), as: "text.wav")
    let flac = try Piece.bytes(3, as: .flac)
    try room.write(Array(flac.prefix(flac.count * 2 / 3)), as: "cut.flac")
    let wave = try Piece.bytes(4)
    try room.write(Array(wave.prefix(wave.count / 2)), as: "cut.wav")
    try room.write([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 74, 70, 73, 70], as: "cover.jpg")
    try room.write(Array("words".utf8), as: "booklet.txt")
    try room.write(try Piece.bytes(5), as: Array("b".utf8) + [0xE9, 0xFF] + Array(".wav".utf8))
    try FileManager.default.createSymbolicLink(
      atPath: room.path("album/loop"), withDestinationPath: "..")
    try FileManager.default.createSymbolicLink(
      atPath: room.path("nowhere.wav"), withDestinationPath: "gone.wav")

    let first = try await room.ingest()
    let expected: [String: SourceStatus] = [
      "good.wav": .ingested, "good.flac": .ingested, "empty.wav": .rejected,
      "text.wav": .rejected, "cut.flac": .damaged, "cut.wav": .damaged,
      #"b\xE9\xFF.wav"#: .ingested,
    ]
    #expect(first.statuses == expected)
    #expect(first.outcomes.count == expected.count)
    #expect(first.summary.counts == [.ingested: 3, .rejected: 2, .damaged: 2])
    #expect(first.summary.ignored == 2)
    #expect(first["empty.wav"]?.code == "empty_file")
    #expect(first["text.wav"]?.code == "not_audio")
    for name in ["cut.flac", "cut.wav"] {
      let outcome = try #require(first[name])
      #expect(outcome.track != nil)
      #expect(!outcome.warnings.isEmpty, "\(name) says what is lost")
    }
    #expect(first["good.flac"]?.path == SourcePath(room.path("album/deep/good.flac")))
    let stages = first["good.wav"]?.stages.map(\.name) ?? []
    #expect(stages.prefix(4) == ["decode", "ladder", "fingerprint", "analysis"])

    let entries = try room.entries()
    #expect(entries.count == 5)
    for entry in entries {
      #expect(entry.derivatives.renditions.map(\.rung) == ["24", "96"])
      #expect(entry.derivatives.fingerprint != nil)
      #expect(entry.derivatives.analysis != nil)
      #expect(entry.derivatives.embedding != nil)
    }
    let renditions = try room.renditions()
    #expect(renditions.count == 10)
    for rendition in entries.flatMap(\.derivatives.renditions) {
      #expect(renditions[rendition.path]?.count == rendition.bytes)
    }

    let second = try await room.ingest()
    for (name, status) in second.statuses {
      #expect(status == (expected[name] == .rejected ? .rejected : .unchanged), "\(name)")
    }
    #expect(second["empty.wav"]?.code == "empty_file")
    #expect(second["empty.wav"]?.message == first["empty.wav"]?.message)
    #expect(try room.renditions() == renditions)
    #expect(try room.entries() == entries)
    #expect(MusicRoom.leftovers(in: room.libraryFolder).isEmpty)
  }

  @Test("a damaged file's audio is as long as what could be read")
  func salvaged() async throws {
    let room = try MusicRoom()
    let wave = try Piece.bytes(4)
    try room.write(Array(wave.prefix(44 + 20_000 * 4)), as: "cut.wav")
    let report = try await room.ingest()
    #expect(report["cut.wav"]?.status == .damaged)
    #expect(report["cut.wav"]?.warnings.first?.code == "truncated")
    let entry = try #require(try room.entries().first)
    #expect(entry.track.frames == 20_000)
    #expect(entry.derivatives.renditions.last?.frames == 20_000)
  }

  @Test("the same bytes and the same sound are one track", arguments: [1, 2, 4])
  func sameAudio(jobs: Int) async throws {
    let room = try MusicRoom()
    let wave = try Piece.bytes(7)
    try room.write(wave, as: "a.wav")
    try room.write(wave, as: "b.wav")
    try room.write(wave, as: "sub/c.wav")
    try room.write(try Piece.bytes(7, as: .flac), as: "d.flac")
    try room.write(try Piece.bytes(7, as: .aiff), as: "e.aiff")
    let report = try await room.ingest(jobs: jobs)
    #expect(report.summary.counts == [.ingested: 1, .duplicate: 4])
    #expect(Set(report.outcomes.map(\.track)).count == 1)
    let entries = try room.entries()
    #expect(entries.count == 1)
    #expect(entries.first?.sources.count == 5)
    #expect(try room.renditions().count == 2)
    if jobs == 1 { #expect(report["a.wav"]?.status == .ingested) }
    #expect(try await room.ingest().summary.counts == [.unchanged: 5])
  }

  @Test("the same path named twice, and in its folder, is one source")
  func namedTwice() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(8), as: "a.wav")
    let path = SourcePath(room.path("a.wav"))
    let report = try await room.ingest([path, path, SourcePath(room.music)], jobs: 3)
    #expect(report.outcomes.count == 3)
    #expect(report.outcomes.filter { $0.status == .ingested }.count == 1)
    #expect(report.outcomes.filter { $0.status == .unchanged }.count == 2)
    #expect(try room.entries().first?.sources.count == 1)
  }

  @Test("a copy that comes later is a duplicate; a touched file is unchanged")
  func laterCopies() async throws {
    let room = try MusicRoom()
    let wave = try Piece.bytes(9)
    try room.write(wave, as: "m.wav")
    _ = try await room.ingest()
    try room.write(wave, as: "a.wav")
    let report = try await room.ingest()
    #expect(report.statuses == ["m.wav": .unchanged, "a.wav": .duplicate])
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: room.path("m.wav"))
    #expect(
      try await room.ingest().statuses == ["m.wav": .unchanged, "a.wav": .unchanged])
    let catalogue = try Library.reading(room.libraryFolder).catalogue
    let source = { (name: String) in
      try catalogue.source(at: SourcePath(room.path(name)).resolved)
    }
    #expect(try source("m.wav")?.status == .ingested)
    #expect(try source("a.wav")?.status == .duplicate)
  }

  @Test("a file that was replaced is taken in anew")
  func replaced() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(10), as: "a.wav")
    let before = try await room.ingest()["a.wav"]?.track
    try room.write(try Piece.bytes(11), as: "a.wav")
    let report = try await room.ingest()
    #expect(report["a.wav"]?.status == .ingested)
    #expect(report["a.wav"]?.track != before)
    try room.write(Array("no longer music".utf8), as: "a.wav")
    #expect(try await room.ingest()["a.wav"]?.code == "not_audio")
    try room.write(try Piece.bytes(10), as: "a.wav")
    #expect(try await room.ingest()["a.wav"]?.track == before)
  }

  @Test("silence is a track without a place among the others")
  func silence() async throws {
    let room = try MusicRoom()
    let bytes = try AudioFile.bytes([Signals.silence(frames: 44_100)], sampleRate: 22_050)
    try room.write(bytes, as: "silence.wav")
    let report = try await room.ingest()
    #expect(report["silence.wav"]?.status == .ingested)
    let entry = try #require(try room.entries().first)
    #expect(entry.derivatives.analysis?.isSilent == true)
    #expect(entry.derivatives.embedding == nil)
    #expect(entry.derivatives.renditions.count == 2)
    #expect(try await room.ingest().summary.counts == [.unchanged: 1])
  }

  @Test("the shortest files there can be", arguments: [1, 2, 100, 4095])
  func short(frames: Int) async throws {
    let room = try MusicRoom()
    let noise = Signals.noise(frames: frames)
    try room.write(try AudioFile.bytes([noise, noise], sampleRate: 44_100), as: "short.wav")
    let report = try await room.ingest()
    #expect(report["short.wav"]?.status == .ingested)
    #expect(try room.entries().first?.derivatives.renditions.last?.frames == frames)
    #expect(try await room.ingest().summary.counts == [.unchanged: 1])
  }

  @Test("samples far beyond full scale do not stop the others")
  func beyondFullScale() async throws {
    let room = try MusicRoom()
    var loud = Signals.noise(frames: 44_100)
    for i in stride(from: 0, to: loud.count, by: 7) { loud[i] = i % 2 == 0 ? 3e38 : -3e38 }
    try room.write(floatWave(loud), as: "a.wav")
    try room.write(try Piece.bytes(60), as: "b.wav")
    let report = try await room.ingest(jobs: 1)
    #expect(report["b.wav"]?.status == .ingested)
    #expect(report["a.wav"] != nil)
    #expect(try await room.ingest()["b.wav"]?.status == .unchanged)
  }

  @Test("paths are shown as they were given, with one slash")
  func shownPaths() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(61, seconds: 0.5), as: "a.wav")
    try room.write(try Piece.bytes(62, seconds: 0.5), as: "ab.wav")
    try FileManager.default.createSymbolicLink(
      atPath: room.folder.path + "/link", withDestinationPath: "music")
    let link = room.folder.path + "/link"
    let report = try await room.ingest([SourcePath(link + "/")])
    #expect(
      Set(report.outcomes.map(\.path)) == [
        SourcePath(link + "/a.wav"), SourcePath(link + "/ab.wav"),
      ])
    // The name of one is the beginning of the other's.
    let named = try await room.ingest([
      SourcePath(link + "/a.wav"), SourcePath(room.path("ab.wav")),
    ])
    #expect(
      Set(named.outcomes.map(\.path)) == [
        SourcePath(link + "/a.wav"), SourcePath(room.path("ab.wav")),
      ])
  }

  @Test("a path that does not exist is rejected, and the others are taken in")
  func missingPath() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(63, seconds: 0.5), as: "a.wav")
    let report = try await room.ingest([
      SourcePath(room.path("gone.wav")), SourcePath(room.path("a.wav")),
    ])
    #expect(report["gone.wav"]?.code == "not_found")
    #expect(report["a.wav"]?.status == .ingested)
  }

  private func floatWave(_ samples: [Float]) -> [UInt8] {
    func number(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
    let data = samples.flatMap { number($0.bitPattern, 4) }
    var bytes = Array("RIFF".utf8) + number(UInt32(36 + data.count), 4) + Array("WAVEfmt ".utf8)
    bytes += number(16, 4) + number(3, 2) + number(1, 2) + number(44_100, 4)
    bytes += number(44_100 * 4, 4) + number(4, 2) + number(32, 2)
    return bytes + Array("data".utf8) + number(UInt32(data.count), 4) + data
  }
}
