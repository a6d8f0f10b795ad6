import Catalogue
import Foundation
import Ingestion
import Ladder
import Sound
import TestLibrary
import Testing

@Suite("Renditions are held against what they were made from")
struct LadderCheckTests {
  private func check(_ room: MusicRoom) async throws -> [LadderCheck.Outcome] {
    let library = try Library.reading(room.libraryFolder)
    var outcomes: [LadderCheck.Outcome] = []
    try await LadderCheck(jobs: 2).run(try library.catalogue.trackIDs(), in: library) {
      outcomes.append($0)
    }
    return outcomes
  }

  @Test("what an ingest has made is sound")
  func sound() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(800), as: "a.wav")
    _ = try await room.ingest()
    let outcomes = try await check(room)
    #expect(outcomes.count == 1)
    #expect(outcomes.allSatisfy { $0.isSound && $0.reports.count == 2 })
  }

  @Test("an original that was edited blames no rendition: it is original_changed")
  func edited() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(801), as: "a.wav")
    _ = try await room.ingest()
    try room.write(try Piece.bytes(802), as: "a.wav")
    let outcome = try #require(try await check(room).first)
    #expect(outcome.failure?.code == "original_changed")
    #expect(outcome.reports.isEmpty)
  }

  @Test("where the original was edited, or is no audio any more, the kept copy serves")
  func keptCopy() async throws {
    let room = try MusicRoom()
    for seed in [803, 804] as [UInt64] {
      try room.write(try Piece.bytes(seed), as: "\(seed).wav")
    }
    _ = try await room.ingest(originals: .copy)
    try room.write(try Piece.bytes(805), as: "803.wav")
    try room.write(Array("words".utf8), as: "804.wav")
    let outcomes = try await check(room)
    #expect(outcomes.count == 2)
    #expect(outcomes.allSatisfy { $0.isSound })
  }
}
