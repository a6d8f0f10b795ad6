import Foundation
import TestSignals
import Testing

@testable import Similarity

@Suite("The written index")
struct IndexImageTests {
  let folder: TemporaryFolder
  var path: String { folder.path + "/neighbours" }

  init() throws { folder = try TemporaryFolder() }

  /// Seeded points around forty middles, as music clusters, each family as long as in every vector; every
  /// tenth stands where the one before it stands.
  private func crowd(_ count: Int) throws -> [(id: String, embedding: Embedding)] {
    var random = Points(seed: 5)
    let middles = try (0..<40).map { _ in try random.embedding() }
    var rows: [(id: String, embedding: Embedding)] = []
    for i in 0..<count {
      let away = try random.embedding()
      let vector = zip(middles[i % 40].vector, away.vector).map { $0 + $1 }
      let point = try Embedding(vector: unit(vector), version: SpaceVersion.current)
      rows.append((id: "t\(i)", embedding: i % 10 == 9 ? rows[i - 1].embedding : point))
    }
    return rows
  }

  private func unit(_ vector: [Float]) throws -> [Float] {
    let parameters = try SpaceParameters.current()
    return zip(FeatureFamily.allCases, parameters.projections).flatMap { family, projection in
      let part = vector[parameters.range(of: family)]
      let length = part.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return part.map { $0 * projection.weight.squareRoot() / length }
    }
  }

  private func scanned(_ rows: [(id: String, embedding: Embedding)]) -> NeighbourIndex {
    var index = NeighbourIndex()
    for row in rows { index.update(row.id, to: row.embedding) }
    return index
  }

  private func fault(_ body: () throws -> Void) -> IndexFault? {
    do {
      try body()
      return nil
    } catch { return error as? IndexFault }
  }

  @Test("is exact where it compares with every row: the same answers as sorting everything")
  func exact() throws {
    let rows = try crowd(3000)
    let plain = scanned(rows)
    let places = Neighbourhood(try IndexBuilder.build(rows))
    for number in stride(from: 0, to: 3000, by: 211) {
      for limit in [1, 10, 100, 2999, 5000] {
        let query = NeighbourQuery(rows[number].embedding, excluded: ["t\(number)"])
        let found = places.nearest(to: query, limit: limit, sight: nil)
        let known = plain.nearest(to: query, limit: limit)
        #expect(found.map(\.id) == known.map(\.id))
        #expect(found.map(\.distance) == known.map(\.distance))
      }
      var several = NeighbourQuery(
        seeds: [.init(rows[number].embedding, weight: 2), .init(rows[7].embedding)],
        unwanted: [rows[(number + 40) % 3000].embedding])
      #expect(
        places.nearest(to: several, limit: 20, sight: nil).map(\.id)
          == plain.nearest(to: several, limit: 20).map(\.id))
      several.weights = FamilyWeights(timbre: 0.2, rhythm: 3)
      #expect(
        places.nearest(to: several, limit: 20, sight: nil).map(\.id)
          == plain.nearest(to: several, limit: 20).map(\.id))
    }
  }

  @Test(
    "by its graph it finds 99 of 100 of the true neighbours, also for several seeds and weights")
  func graph() throws {
    let rows = try crowd(6000)
    let places = Neighbourhood(try IndexBuilder.build(rows, graph: true))
    var (hits, all) = (0, 0)
    for number in stride(from: 3, to: 6000, by: 97) {
      var query = NeighbourQuery(rows[number].embedding)
      if number % 2 == 0 { query.seeds.append(.init(rows[number - 3].embedding)) }
      if number % 3 == 0 { query.weights = FamilyWeights(timbre: 0.5, rhythm: 2) }
      let true10 = places.nearest(to: query, limit: 10, sight: nil).map(\.distance)
      // A sight this small that a walk is taken although the crowd is small.
      let found = places.nearest(to: query, limit: 10, sight: 48).map(\.distance)
      hits += found.filter { $0 <= (true10.last ?? 0) + 1e-9 }.count
      all += true10.count
    }
    #expect(Double(hits) >= 0.99 * Double(all), "\(hits) of \(all)")
  }

  @Test(
    "a filter gives as many as exist and the nearest of them, by graph or not",
    arguments: [2, 5, 50, 5999])
  func filters(every: Int) throws {
    let rows = try crowd(6000)
    let places = Neighbourhood(try IndexBuilder.build(rows, graph: true))
    let wanted = stride(from: 0, to: 6000, by: every).map { "t\($0)" }
    let admitted = places.admitted(wanted + ["unknown"])
    #expect(admitted.count == wanted.count)
    let query = NeighbourQuery(rows[1].embedding)
    for sight in [nil, 8, 128] {
      let found = places.nearest(to: query, limit: 50, among: admitted, sight: sight)
      #expect(found.count == min(50, wanted.count))
      #expect(Set(found.map(\.id)).isSubset(of: wanted))
    }
    let known = scanned(rows).nearest(to: query, limit: 50, where: { $0 % every == 0 })
    let found = places.nearest(to: query, limit: 50, among: admitted, sight: nil)
    #expect(found.map(\.id) == known.map(\.id))
    #expect(places.nearest(to: query, limit: 5, among: places.admitted([String]())).isEmpty)
  }

  @Test(
    "rows of a table choose the tracks that their names do, also once some came, moved and went")
  func numbering() throws {
    let rows = try crowd(3000)
    var places = Neighbourhood(try IndexBuilder.build(rows, graph: true))
    // A table in another order, without every seventh track.
    var table = rows.indices.reversed().filter { $0 % 7 != 0 }.map { rows[$0].id }
    var numbers = Dictionary(uniqueKeysWithValues: table.enumerated().map { ($1, $0) })
    let first = places.numbering { numbers[$0] }
    let query = NeighbourQuery(rows[100].embedding)
    func expectSame(_ numbering: Neighbourhood.Numbering, every: Int) {
      let marks: [UInt8] = table.indices.map { $0 % every == 0 ? 1 : 0 }
      let wanted = places.admitted(table.indices.filter { marks[$0] == 1 }.map { table[$0] })
      let admitted = places.admitted(marks, by: numbering) { numbers[$0] }
      #expect(admitted.count == wanted.count)
      for sight in [nil, 48] {
        let found = places.nearest(to: query, limit: 30, among: admitted, sight: sight)
        #expect(found == places.nearest(to: query, limit: 30, among: wanted, sight: sight))
      }
    }
    for every in [1, 3, 500, 10_000] { expectSame(first, every: every) }
    places.remove("t101")
    places.update("t102", to: rows[100].embedding)
    places.update("new", to: rows[100].embedding)
    // The table grows by one that came, and by one that was in the index before.
    for id in ["new", "t700"] {
      numbers[id] = table.count
      table.append(id)
    }
    for every in [1, 3] { expectSame(places.numbering(after: first) { numbers[$0] }, every: every) }
  }

  @Test("tracks come, move and go while a copy is searched, and each search sees its own state")
  func changes() throws {
    let rows = try crowd(2000)
    var places = Neighbourhood(try IndexBuilder.build(rows, graph: true))
    let before = places
    let query = NeighbourQuery(rows[100].embedding)
    places.remove("t100")
    places.update("new", to: rows[100].embedding)
    places.update("t5", to: rows[100].embedding)
    let again = places.remove("t100")
    #expect(!again)
    #expect(places.count == 2000 && places.changes == 4)
    #expect(places.nearest(to: query, limit: 2).map(\.id) == ["new", "t5"])
    #expect(!places.nearest(to: query, limit: 2000).contains { $0.id == "t100" })
    #expect(places.nearest(to: query, limit: 3000).count == 2000)
    #expect(before.nearest(to: query, limit: 1).map(\.id) == ["t100"])
    #expect(before.embedding(of: "t5") == rows[5].embedding)
    #expect(places.embedding(of: "t5") == rows[100].embedding)
    #expect(places.embedding(of: "t100") == nil && !places.holds("t100"))
    // Written anew it answers the same.
    let written = Neighbourhood(try IndexBuilder.build(places, stamp: IndexStamp()))
    #expect(written.changes == 0)
    #expect(
      written.nearest(to: query, limit: 30, sight: nil).map(\.id)
        == places.nearest(to: query, limit: 30, sight: nil).map(\.id))
  }

  @Test("is opened as it was written, and the same rows give the same bytes")
  func reopened() throws {
    let rows = try crowd(1500)
    let stamp = IndexStamp(epoch: 77, sequence: 1500)
    let image = try IndexBuilder.build(rows, stamp: stamp, graph: true)
    try image.publish(at: path)
    let opened = try IndexImage(opening: path)
    #expect(opened.stamp == stamp && opened.count == 1500 && opened.hasGraph)
    let places = Neighbourhood(opened)
    for row in rows { #expect(places.embedding(of: row.id) == row.embedding) }
    #expect(places.embedding(of: "t1500") == nil && !places.holds("") && !places.holds("t"))
    let other = folder.path + "/again"
    try IndexBuilder.build(rows, stamp: stamp, graph: true).publish(at: other)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: path))
        == Data(contentsOf: URL(fileURLWithPath: other)))
    #expect(folder.files == ["again", "neighbours"])
  }

  @Test("a flipped bit anywhere, or a cut, is noticed")
  func damage() throws {
    try IndexBuilder.build(try crowd(60), graph: true).publish(at: path)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    var random = SeededGenerator(seed: 3)
    let places =
      (0..<128).map { $0 } + (0..<300).map { _ in Int.random(in: 0..<bytes.count, using: &random) }
    for place in places {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8(random.next() % 8)
      let file = try folder.file("flipped", flipped)
      #expect(fault { _ = try IndexImage(opening: file) } != nil, "byte \(place)")
    }
    for length in [0, 1, 127, 128, 129, bytes.count - 1] {
      let file = try folder.file("cut", Array(bytes.prefix(length)))
      #expect(fault { _ = try IndexImage(opening: file) } != nil, "\(length) bytes")
    }
    let longer = try folder.file("longer", bytes + [0])
    #expect(fault { _ = try IndexImage(opening: longer) } == .damaged)
  }

  @Test("another version, another kind of file and none at all are told apart")
  func faults() throws {
    #expect(fault { _ = try IndexImage(opening: path) } == .missing)
    let text = try folder.file("text", Array(repeating: 65, count: 500))
    #expect(fault { _ = try IndexImage(opening: text) } == .notAnIndex)
    try IndexBuilder.build(try crowd(20)).publish(at: path)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    bytes[4] = 9  // the format's number
    let newer = try folder.file("newer", bytes)
    #expect(fault { _ = try IndexImage(opening: newer) } == .otherFormat(9))
    bytes[4] = 1
    bytes[8] = 1  // the space's, under a header that is whole
    let sum = FNV1a.hash(bytes[..<120])
    for i in 0..<8 { bytes[120 + i] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * i)) }
    let older = try folder.file("older", bytes)
    #expect(fault { _ = try IndexImage(opening: older) } == .otherSpace(1))
    #expect(
      fault { _ = try IndexBuilder.build([(id: "", embedding: try Points.at(1))]) } == .unfitID)
  }

  @Test("what cannot be written leaves the old index as it was")
  func unwritable() throws {
    let image = try IndexBuilder.build(try crowd(20))
    #expect(fault { try image.publish(at: folder.path + "/nowhere/neighbours") } == .io(2))
    try image.publish(at: path)
    // A folder stands where the draft would be renamed to.
    let blocked = folder.path + "/blocked"
    try FileManager.default.createDirectory(
      atPath: blocked + "/in", withIntermediateDirectories: true)
    #expect(fault { try image.publish(at: blocked) } != nil)
    #expect(folder.files == ["neighbours"])
    #expect(try IndexImage(opening: path).count == 20)
  }

  @Test("hubs: where tracks stand densely, a distance counts for more; written or not, the same")
  func spread() throws {
    var random = Points(seed: 9)
    let middle = try random.embedding()
    let rows = try (0..<1200).map { i in
      // Sixty stand close together, the others apart.
      let away = try random.embedding().vector.map { $0 * (i < 60 ? 0.1 : 1) }
      let vector = try unit(zip(middle.vector, away).map { $0 + $1 })
      return (id: "t\(i)", embedding: try Embedding(vector: vector, version: SpaceVersion.current))
    }
    let written = Neighbourhood(try IndexBuilder.build(rows))
    var fresh = Neighbourhood()
    for row in rows { fresh.update(row.id, to: row.embedding) }
    let dense = (0..<60).map { written.evenness(of: "t\($0)") }
    let sparse = (60..<1200).map { written.evenness(of: "t\($0)") }
    #expect(try #require(dense.min()) > 1.3 * #require(sparse.max()))
    for number in [0, 30, 500] {
      #expect(
        abs(written.evenness(of: "t\(number)") - fresh.evenness(of: "t\(number)")) < 1e-5)
    }
    var small = Neighbourhood()
    for row in rows.prefix(900) { small.update(row.id, to: row.embedding) }
    #expect(small.evenness(of: "t0") == 1)
  }

  @Test("nothing, one row, and rows that are all the same")
  func small() throws {
    let query = NeighbourQuery(try Points.at(1))
    let none = Neighbourhood(try IndexBuilder.build([], graph: true))
    #expect(none.isEmpty && none.nearest(to: query, limit: 3).isEmpty)
    let one = Neighbourhood(
      try IndexBuilder.build([(id: "a", embedding: try Points.at(2))], graph: true))
    #expect(one.nearest(to: query, limit: 3).map(\.distance) == [1])
    let same = try (0..<200).map { (id: "t\($0)", embedding: try Points.at(0)) }
    let places = Neighbourhood(try IndexBuilder.build(same, graph: true))
    #expect(places.nearest(to: query, limit: 200).count == 200)
    #expect(
      places.nearest(to: query, limit: 5, sight: nil).map(\.id)
        == same.map(\.id).sorted().prefix(5).map { $0 })
  }
}
