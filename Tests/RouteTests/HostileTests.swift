import Catalogue
import Foundation
import HostileFiles
import Ingestion
import Isolation
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("A folder of hostile files is ingested to the end")
struct HostileTests {
  @Test("every file has the verdict that is right for it, and the good ones are in")
  func folder() async throws {
    let room = try MusicRoom()
    let expected = try HostileFolder.write(to: room.music)
    defer { HostileFolder.unlock(room.music) }
    let run = try Program.run("ingest", room.music, "--json", "--library", room.libraryFolder)
    #expect(run.status == 1, "\(run.errors)")
    let catalogue = try Library.reading(room.libraryFolder).catalogue
    let root = SourcePath(room.music).resolved
    var wrong: [String] = []
    for verdict in expected {
      let path = root.appending(verdict.path.bytes)
      let record = try catalogue.source(at: path)
      let status = record?.status
      let isRight =
        switch verdict.state {
        case .ingested: status == .ingested || status == .duplicate
        case .damaged: status == .damaged
        // What costs nothing to try again is not noted.
        case .rejected: status == .rejected && record?.code == verdict.code || status == nil
        case .passedOver: status == nil
        }
      if !isRight {
        let found = "\(status?.rawValue ?? "nothing") \(record?.code ?? "")"
        wrong.append("\(verdict.path) (\(verdict.what)): \(found), not \(verdict.state)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    let again = try Program.run("ingest", room.music, "--json", "--library", room.libraryFolder)
    let summary = try #require(try again.objects.last?["summary"] as? [String: Any])
    #expect(summary["ingested"] as? Int == 0)
  }
}
