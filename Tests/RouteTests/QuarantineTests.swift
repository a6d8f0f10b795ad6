import Catalogue
import Foundation
import Ingestion
import Isolation
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("What brings a decoder down costs itself alone, and is not tried for ever")
struct QuarantineTests {
  /// Files of certain names bring this helper down.
  private func brittle() throws -> SourceAccess {
    let path = (try Program.path as NSString).deletingLastPathComponent + "/IsolationWorker"
    return .isolated(
      by: WorkerPool(WorkerCommand(executable: SourcePath(path), arguments: [])))
  }

  private func ingest(
    _ room: MusicRoom, _ access: SourceAccess, retries: Bool = false
  ) async throws -> MusicRoom.Report {
    let library = try Library.writing(room.libraryFolder, access: access)
    var ingest = Ingest(profile: try MusicRoom.profile(), jobs: 2)
    ingest.retriesQuarantined = retries
    var report = MusicRoom.Report()
    report.summary = try await ingest.run([SourcePath(room.music)], into: library) {
      report.outcomes.append($0)
    }
    return report
  }

  @Test("a crash is the file's, three attempts are made, and a retry is possible")
  func crash() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(700), as: "segv")
    try room.write(try Piece.bytes(701), as: "good.wav")
    for attempt in 1...3 {
      let report = try await ingest(room, try brittle())
      #expect(report["segv"]?.status == .rejected)
      #expect(report["segv"]?.code == "decoder_crashed")
      #expect(report["segv"]?.isQuarantined == (attempt == 3))
      #expect(report["good.wav"]?.status == (attempt == 1 ? .ingested : .unchanged))
    }
    // A decoder that could read it is not even asked.
    let given = try await ingest(room, .inProcess)
    #expect(given["segv"]?.isQuarantined == true)
    #expect(given["segv"]?.code == "decoder_crashed")
    let retried = try await ingest(room, .inProcess, retries: true)
    #expect(retried["segv"]?.status == .ingested)
    #expect(try room.entries().count == 2)
  }

  @Test("a known file on which what is due fails is not tried for ever either")
  func known() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(705), as: "segv")
    let track = try await ingest(room, .inProcess)["segv"]?.track
    let lost = room.libraryFolder + "/" + (try #require(try room.renditions().keys.first))
    try FileManager.default.removeItem(atPath: lost)
    for attempt in 1...4 {
      let outcome = try #require(try await ingest(room, try brittle())["segv"])
      #expect(outcome.status == .rejected)
      #expect(outcome.code == "decoder_crashed")
      #expect(outcome.isQuarantined == (attempt >= 3))
    }
    // A decoder that could read it is not even asked.
    let given = try await ingest(room, .inProcess)
    #expect(given["segv"]?.isQuarantined == true)
    #expect(given["segv"]?.track == track)
    #expect(!FileManager.default.fileExists(atPath: lost))
    let retried = try await ingest(room, .inProcess, retries: true)
    #expect(retried["segv"]?.status == .ingested)
    #expect(FileManager.default.fileExists(atPath: lost))
    // It has three attempts again.
    try FileManager.default.removeItem(atPath: lost)
    #expect(try await ingest(room, try brittle())["segv"]?.isQuarantined == false)
    #expect(try await ingest(room, .inProcess)["segv"]?.status == .ingested)
  }

  @Test("a file that changes is looked at anew, whatever it did before")
  func changed() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(702), as: "abort")
    for _ in 1...3 { _ = try await ingest(room, try brittle()) }
    try room.write(try Piece.bytes(703, seconds: 3), as: "abort")
    #expect(try await ingest(room, .inProcess)["abort"]?.status == .ingested)
  }

  @Test("without any helper the ingest stops, and no file is to blame")
  func noHelper() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(704), as: "a.wav")
    let nowhere = WorkerCommand(executable: SourcePath("/nowhere/helper"), arguments: [])
    await #expect {
      _ = try await ingest(room, .isolated(by: WorkerPool(nowhere)))
    } throws: {
      ($0 as? Failure)?.code == "decoder_unavailable"
    }
    let catalogue = try Library.reading(room.libraryFolder).catalogue
    #expect(try catalogue.source(at: SourcePath(room.path("a.wav")).resolved) == nil)
  }
}
