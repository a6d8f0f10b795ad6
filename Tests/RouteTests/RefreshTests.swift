import Analysis
import Catalogue
import Foundation
import Ingestion
import Ladder
import Sound
import TestLibrary
import Testing

@Suite("Only what is missing or out of date is made, and it is always the same")
struct RefreshTests {
  @Test("a rendition that was deleted is made again, alone, with the same bytes")
  func deletedRendition() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(12), as: "a.wav")
    try room.write(try Piece.bytes(12, as: .flac), as: "b.flac")
    _ = try await room.ingest(jobs: 1)
    let before = try room.renditions()
    let lost = try #require(before.keys.first { $0.hasSuffix("/96.ogg") })
    let kept = try #require(before.keys.first { $0.hasSuffix("/24.ogg") })
    let stamp = try inode(room.libraryFolder + "/" + kept)
    try FileManager.default.removeItem(atPath: room.libraryFolder + "/" + lost)
    let report = try await room.ingest(jobs: 1)
    #expect(report.statuses == ["a.wav": .ingested, "b.flac": .unchanged])
    #expect(report["a.wav"]?.stages.map(\.name).contains("analysis") == false)
    #expect(try room.renditions() == before)
    #expect(try inode(room.libraryFolder + "/" + kept) == stamp)
    #expect(try await room.ingest().summary.counts == [.unchanged: 2])
  }

  @Test("a rendition of another length than was written is made again")
  func shortRendition() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(13), as: "a.wav")
    _ = try await room.ingest()
    let before = try room.renditions()
    let cut = try #require(before.keys.first { $0.hasSuffix("/24.ogg") })
    try before[cut]?.prefix(100).write(
      to: URL(fileURLWithPath: room.libraryFolder + "/" + cut))
    #expect(try await room.ingest()["a.wav"]?.status == .ingested)
    #expect(try room.renditions() == before)
  }

  @Test("editing one rung's line rewrites that rung and no other")
  func editedProfile() async throws {
    let room = try MusicRoom()
    for seed in 20..<23 as Range<UInt64> {
      try room.write(try Piece.bytes(seed), as: "\(seed).wav")
    }
    _ = try await room.ingest()
    let before = try room.renditions()
    let report = try await room.ingest(profile: try MusicRoom.profile(kilobits: 112))
    #expect(report.summary.counts == [.ingested: 3])
    let after = try room.renditions()
    #expect(after.count == before.count)
    for (path, bytes) in before {
      #expect((after[path] == bytes) == path.hasSuffix("/24.ogg"), "\(path)")
    }
    #expect(
      try await room.ingest(profile: try MusicRoom.profile(kilobits: 112)).summary.counts
        == [.unchanged: 3])
    _ = try await room.ingest()
    #expect(try room.renditions() == before)
  }

  @Test(
    "a forced stage is done again, and gives the same",
    arguments: [Stage.ladder, .fingerprint, .analysis])
  func forced(stage: Stage) async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(30), as: "a.wav")
    _ = try await room.ingest()
    let (entries, renditions) = (try room.entries(), try room.renditions())
    let report = try await room.ingest(force: [stage])
    let stages = Set(report["a.wav"]?.stages.map(\.name) ?? [])
    #expect(stages.intersection(["ladder", "fingerprint", "analysis"]) == [stage.rawValue])
    #expect(report["a.wav"]?.status == .ingested)
    #expect(try room.entries() == entries)
    #expect(try room.renditions() == renditions)
  }

  @Test("one job or three: the same bytes, the same analyses, the same tracks")
  func jobs() async throws {
    let (one, three) = (try MusicRoom(), try MusicRoom())
    for room in [one, three] {
      for seed in 40..<46 as Range<UInt64> {
        try room.write(try Piece.bytes(seed, as: seed % 2 == 0 ? .wav : .flac), as: "\(seed).x")
      }
      try room.write(try Piece.bytes(41, as: .aiff), as: "41.aiff")
    }
    _ = try await one.ingest(jobs: 1)
    _ = try await three.ingest(jobs: 3)
    #expect(try one.renditions() == three.renditions())
    #expect(try one.renditions().count == 12)
    let (a, b) = (try one.entries(), try three.entries())
    #expect(a.map(\.track.id) == b.map(\.track.id))
    #expect(a.map(\.derivatives) == b.map(\.derivatives))
  }

  @Test("a dry run says what would be done and writes nothing")
  func dryRun() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(50), as: "a.wav")
    try room.write([], as: "empty.wav")
    let report = try await room.ingest(isDryRun: true)
    #expect(report.statuses == ["a.wav": .ingested, "empty.wav": .rejected])
    #expect(try room.entries().isEmpty)
    #expect(try room.renditions().isEmpty)
    let catalogue = try Library.reading(room.libraryFolder).catalogue
    #expect(try catalogue.source(at: SourcePath(room.path("empty.wav")).resolved) == nil)
    _ = try await room.ingest()
    try FileManager.default.removeItem(atPath: room.libraryFolder + "/renditions")
    #expect(try await room.ingest(isDryRun: true).statuses["a.wav"] == .ingested)
    #expect(try room.renditions().isEmpty)
  }

  private func inode(_ path: String) throws -> Int {
    try #require(
      FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int)
  }
}
