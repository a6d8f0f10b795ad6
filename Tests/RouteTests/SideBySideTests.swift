import Catalogue
import Foundation
import Ingestion
import Intake
import Ladder
import Sound
import TestLibrary
import Testing

@Suite("Several ingests may share a library")
struct SideBySideTests {
  @Test("the same audio taken in by four at once is encoded once, and noted as it lies there")
  func sameAudio() async throws {
    let room = try MusicRoom()
    let names = (0..<4).map { "\($0).wav" }
    for (index, name) in names.enumerated() {
      // Headers of four lengths.
      let title = String(repeating: "Title ", count: 1 + 40 * index)
      try room.write(try Piece.bytes(900, seconds: 6, title: title), as: name)
    }
    try room.write(try Piece.bytes(901, seconds: 6), as: "other.wav")
    let library = try Library.writing(room.libraryFolder)
    let ingest = Ingest(profile: try MusicRoom.profile(), jobs: 1)
    let paths = (names + ["other.wav"]).map { SourcePath(room.path($0)) }
    let outcomes = try await withThrowingTaskGroup(of: [SourceOutcome].self) { group in
      for path in paths {
        group.addTask {
          var outcomes: [SourceOutcome] = []
          _ = try await ingest.run([path], into: library) { outcomes.append($0) }
          return outcomes
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(outcomes.filter { $0.status == .ingested }.count == 2)
    #expect(outcomes.filter { $0.status == .duplicate }.count == 3)
    #expect(outcomes.filter { $0.stages.contains { $0.name == "ladder" } }.count == 2)
    let entries = try room.entries()
    #expect(entries.count == 2)
    for rendition in entries.flatMap(\.derivatives.renditions) {
      let path = SourcePath(room.libraryFolder + "/" + rendition.path)
      #expect(try SourceDigest.digest(of: path).0.description == rendition.sha256)
    }
    #expect(try library.catalogue.tracksToCompare().isEmpty)
    #expect(try library.catalogue.tracksWithHeadersDue().isEmpty)
  }
}
