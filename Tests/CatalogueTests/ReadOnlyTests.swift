import Foundation
import GRDB
import Sound
import TestLibrary
import TestSignals
import Testing

@testable import Catalogue

@Suite("A library where nothing can be written")
struct ReadOnlyTests {
  @Test("is read as it lies, and nothing is left beside it")
  func untouched() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalogue.sqlite"
    do {
      let catalogue = try Catalogue(folder: folder.path, creating: true)
      try catalogue.record(
        Records.source("/a.wav"), track: Records.track(), derivatives: Records.derivatives())
      // As the program leaves it: what the log holds is in the file.
      try catalogue.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try catalogue.pool.close()
    }
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let pool = try Catalogue.untouched(path)
    let tracks = try pool.read { try String.fetchAll($0, sql: "SELECT id FROM track") }
    #expect(tracks == [Records.trackID(1).description])
    #expect(throws: (any Error).self) {
      try pool.write { try $0.execute(sql: "DELETE FROM track") }
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
  }

  @Test("is refused while a log tells of changes that are not in it")
  func unfinished() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalogue.sqlite"
    let catalogue = try Catalogue(folder: folder.path, creating: true)
    try catalogue.record(
      Records.source("/a.wav"), track: Records.track(), derivatives: Records.derivatives())
    #expect(throws: CatalogueError.self) { try Catalogue.untouched(path) }
    try catalogue.pool.close()
  }
}
