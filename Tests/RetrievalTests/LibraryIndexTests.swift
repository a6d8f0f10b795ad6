import Catalogue
import Foundation
import Ingestion
import Retrieval
import Similarity
import Sound
import Tagging
import TestLibrary
import Testing

@Suite("The index of a library follows its catalogue, and is never believed against it")
struct LibraryIndexTests {
  let line: Line
  let index: LibraryIndex

  init() throws {
    line = try Line()
    index = LibraryIndex(line.library)
  }

  private func titles(_ seed: UInt8, limit: Int = 4, _ index: LibraryIndex? = nil) throws
    -> [String]
  {
    var request = Recommendation(seeds: [.track(line.id(seed))])
    request.limit = limit
    return try request.run(in: line.library, index).map { $0.entry.track.tags.title ?? "" }
  }

  private func write() throws { #expect(try index.write(always: true)) }

  @Test("written and not, kept and opened anew, it answers the same")
  func same() throws {
    let before = try (0..<40 as Range<UInt8>).map { try titles($0, limit: 39) }
    #expect(try index.state() == .init(tracks: 40, pending: 40, fault: .missing))
    try write()
    #expect(try index.state() == .init(tracks: 40, pending: 0, fault: nil))
    #expect(try (0..<40 as Range<UInt8>).map { try titles($0, limit: 39) } == before)
    #expect(try (0..<40 as Range<UInt8>).map { try titles($0, limit: 39, index) } == before)
    // Small libraries need none: it is not written unless it is asked for.
    #expect(try !LibraryIndex(line.library).write())
  }

  @Test("what comes, moves or goes after it was written is answered at once, and counted")
  func follows() throws {
    try write()
    try line.add(50, at: [0.201])
    try line.add(19, at: [5])
    try line.add(21, at: nil)  // silence now
    #expect(
      try titles(20, limit: 2, index) == ["50", "22"] || titles(20, limit: 1, index) == ["50"])
    let state = try index.state()
    #expect(state.tracks == 40 && state.fault == nil && state.pending >= 3)
    #expect(try !titles(20, limit: 39, index).contains("21"))
    #expect(try titles(20, limit: 39, index).last == "19")
    #expect(try titles(20, limit: 39) == titles(20, limit: 39, index))
    try write()
    #expect(try LibraryIndex(line.library).state() == .init(tracks: 40, pending: 0, fault: nil))
    #expect(try titles(20, limit: 39) == titles(20, limit: 39, index))
  }

  @Test(
    "a flipped byte, half a file, another version: noticed, answered from the catalogue, written anew"
  )
  func damage() throws {
    let before = try titles(20, limit: 39)
    try write()
    let file = URL(fileURLWithPath: index.path)
    let bytes = try Data(contentsOf: file)
    for (place, fault) in [(4, IndexFault.otherFormat(0)), (9000, .damaged), (60, .damaged)] {
      var changed = bytes
      changed[place] ^= 1
      try changed.write(to: file)
      let opened = LibraryIndex(line.library)
      #expect(try opened.state().fault == fault)
      #expect(try titles(20, limit: 39, opened) == before)
    }
    try bytes.prefix(5000).write(to: file)
    #expect(try LibraryIndex(line.library).state().fault == .damaged)
    #expect(try titles(20, limit: 39) == before)
    try write()
    #expect(try LibraryIndex(line.library).state().fault == nil)
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test("what a killed run left half written is not taken for the index, and removed by the next")
  func killed() throws {
    try write()
    let draft = index.path + ".4711.new"
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: draft))
    #expect(try LibraryIndex(line.library).state().fault == nil)
    try write()
    #expect(!FileManager.default.fileExists(atPath: draft))
  }

  @Test("the index of another library, or of a later state of this one, is not used")
  func otherCatalogue() throws {
    try write()
    let other = try Line()
    try FileManager.default.createDirectory(
      atPath: other.library.folder + "/index", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: index.path, toPath: LibraryIndex(other.library).path)
    #expect(try LibraryIndex(other.library).state().fault == .otherCatalogue)
    var request = Recommendation(seeds: [.track(other.id(20))])
    request.limit = 1
    #expect(try request.run(in: other.library).count == 1)
  }

  @Test("an answer that the catalogue contradicts is thrown away with the index")
  func contradicted() throws {
    try write()
    // An index with a whole checksum and false places: every track stands where its successor stood.
    var places = Neighbourhood()
    let stamp = try IndexImage(opening: index.path).stamp
    for number in 0..<40 as Range<UInt8> {
      let point = Records.embedding([Float((number + 7) % 40) * 0.01])
      places.update(
        line.id(number).description,
        to: try Embedding(vector: point.vector, version: point.version))
    }
    try IndexBuilder.build(places, stamp: stamp).publish(at: index.path)
    let fresh = LibraryIndex(line.library)
    #expect(try fresh.state().fault == nil)
    #expect(try Set(titles(20, limit: 2, fresh)) == ["19", "21"])
    #expect(try fresh.state().fault == .damaged)
  }
}
