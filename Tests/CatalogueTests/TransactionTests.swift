import Catalogue
import Foundation
import GRDB
import Ladder
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("The result of a source is all there or not at all")
struct TransactionTests {
  /// Refuses the last table that a result is written to, as a full disk might.
  private static let refusal = """
    CREATE TRIGGER refusal BEFORE INSERT ON source
    BEGIN SELECT RAISE(ABORT, 'refused'); END
    """

  @Test("a write that fails half-way leaves nothing")
  func nothing() throws {
    let folder = try TemporaryFolder()
    let catalogue = try Catalogue(folder: folder.path, creating: true)
    let queue = try DatabaseQueue(path: folder.path + "/catalogue.sqlite")
    try queue.write { try $0.execute(sql: Self.refusal) }
    #expect(throws: CatalogueError.self) {
      try catalogue.record(
        Records.source("/a.wav"), track: Records.track(), derivatives: Records.derivatives())
    }
    for table in ["track", "source", "rendition", "fingerprint", "analysis", "embedding"] {
      let rows = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
      #expect(rows == 0, "\(table) must be empty")
    }
  }

  @Test("a write that fails half-way leaves what was there")
  func before() throws {
    let folder = try TemporaryFolder()
    let catalogue = try Catalogue(folder: folder.path, creating: true)
    try catalogue.record(
      Records.source("/a.wav"), track: Records.track(), derivatives: Records.derivatives())
    let queue = try DatabaseQueue(path: folder.path + "/catalogue.sqlite")
    try queue.write { try $0.execute(sql: Self.refusal) }
    var changed = Records.derivatives()
    changed.renditions = [Records.rendition("96", bytes: 1)]
    #expect(throws: CatalogueError.self) {
      try catalogue.record(
        Records.source("/b.wav"), track: Records.track(), derivatives: changed)
    }
    let entry = try catalogue.entry(Records.trackID(1))
    #expect(entry?.derivatives.renditions == Records.derivatives().renditions)
    #expect(entry?.sources == ["/a.wav"])
  }

  @Test("a source of a track that is not there is refused")
  func reference() throws {
    let folder = try TemporaryFolder()
    let catalogue = try Catalogue(folder: folder.path, creating: true)
    #expect(throws: CatalogueError.self) { try catalogue.record(Records.source("/a.wav")) }
  }

  @Test("what is written is there for a reader that was open before")
  func readers() throws {
    let folder = try TemporaryFolder()
    let writer = try Catalogue(folder: folder.path, creating: true)
    let reader = try Catalogue(folder: folder.path, creating: false)
    #expect(try !reader.holds(Records.trackID(1)))
    try writer.record(
      Records.source("/a.wav"), track: Records.track(), derivatives: Records.derivatives())
    #expect(try reader.holds(Records.trackID(1)))
  }
}
