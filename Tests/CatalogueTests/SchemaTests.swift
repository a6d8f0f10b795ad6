import Analysis
import Catalogue
import Fingerprinting
import Foundation
import GRDB
import Ladder
import TestLibrary
import TestSignals
import Testing

@Suite("A library is opened, or it is said why not")
struct SchemaTests {
  private func code(opening folder: String) -> String? {
    do throws(CatalogueError) {
      let catalogue = try Catalogue(folder: folder, creating: false)
      _ = try catalogue.trackIDs()
      return nil
    } catch {
      return error.code
    }
  }

  /// A copy of the committed catalogue, since opening writes beside it.
  private func fixture() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let source = try #require(
      Bundle.module.url(
        forResource: "library-v1", withExtension: "sqlite", subdirectory: "Fixtures"))
    try FileManager.default.copyItem(
      at: source, to: URL(fileURLWithPath: folder.path + "/catalogue.sqlite"))
    return folder
  }

  @Test("a library of the first version opens with all that it held")
  func firstVersion() throws {
    let folder = try fixture()
    let catalogue = try Catalogue(folder: folder.path, creating: false)
    var names: [String] = []
    var sources = 0
    try catalogue.forEachEntry { entry in
      names.append(entry.name)
      sources += entry.sources.count
      #expect(entry.derivatives.renditions.map(\.rung) == ["24", "96", "160", "320"])
      #expect(entry.derivatives.renditions.allSatisfy { $0.seekTable.entries.count > 1 })
      // Chromaprint has no word for the first 2.6 s.
      let words = try #require(entry.derivatives.fingerprint).words
      #expect(words.isEmpty == (entry.track.duration < 2.6))
      #expect(entry.derivatives.analysis?.duration == entry.track.duration)
    }
    #expect(names == ["Nobody – Silence", "Ünïcode – Chord", "Ünïcode – Groove"])
    #expect(sources == 4)
    #expect(try catalogue.embeddings(version: 1).map(\.vector.count) == [128, 128])
    let rejected = try catalogue.source(at: "/music/empty.wav")
    #expect(rejected?.status == .rejected)
    #expect(rejected?.code == "empty_file")
  }

  @Test("a file that is no database is library_damaged")
  func garbage() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("catalogue.sqlite", Array("this is no database at all. ".utf8) * 100)
    #expect(code(opening: folder.path) == "library_damaged")
  }

  @Test("a database with its middle overwritten is library_damaged")
  func overwritten() throws {
    let folder = try fixture()
    let path = folder.path + "/catalogue.sqlite"
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    for i in 4096..<bytes.count { bytes[i] = 0xA5 }
    _ = try folder.file("catalogue.sqlite", bytes)
    #expect(code(opening: folder.path) == "library_damaged")
  }

  @Test("a database of some other program is not taken for a library")
  func otherDatabase() throws {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: folder.path + "/catalogue.sqlite")
    try queue.write { try $0.execute(sql: "CREATE TABLE track (id, name)") }
    #expect(code(opening: folder.path) != nil)
  }

  @Test("a library written by a later program is library_newer")
  func future() throws {
    let folder = try fixture()
    let queue = try DatabaseQueue(path: folder.path + "/catalogue.sqlite")
    try queue.write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2 something not known here')")
    }
    #expect(code(opening: folder.path) == "library_newer")
  }

  @Test("no library is library_not_found, and none is made")
  func missing() throws {
    let folder = try TemporaryFolder()
    #expect(code(opening: folder.path) == "library_not_found")
    #expect(code(opening: folder.path + "/nowhere") == "library_not_found")
    #expect(folder.files.isEmpty)
  }

  @Test("a catalogue that cannot be made is an error of the library, with the system's words")
  func impossible() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("file", [1])
    #expect {
      try Catalogue(folder: file, creating: true)
    } throws: {
      ($0 as? CatalogueError)?.code == "library_failed"
    }
  }

  @Test("every error has a code in snake case and one sentence")
  func sentences() {
    let errors: [CatalogueError] = [
      .missing(path: "/l"), .damaged(path: "/l", reason: "r"), .locked(path: "/l", holder: "h"),
      .newer(path: "/l"), .database(code: 13, reason: "full"), .database(code: 10, reason: "io"),
    ]
    for error in errors {
      #expect(error.code.allSatisfy { $0.isLowercase || $0 == "_" })
      #expect(error.description.hasSuffix("."))
    }
    #expect(CatalogueError.database(code: 13, reason: "").code == "disk_full")
  }
}

private func * (bytes: [UInt8], count: Int) -> [UInt8] {
  Array(repeatElement(bytes, count: count).joined())
}
