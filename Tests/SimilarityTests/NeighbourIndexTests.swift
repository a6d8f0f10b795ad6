import Testing

@testable import Similarity

@Suite struct NeighbourIndexTests {
  /// 400 seeded points, "t0" … "t399"; every tenth stands where the one before it stands.
  private func crowd() throws -> (index: NeighbourIndex, points: [Embedding]) {
    var random = Points(seed: 11)
    var index = NeighbourIndex()
    var points: [Embedding] = []
    for i in 0..<400 {
      points.append(i % 10 == 9 ? points[i - 1] : try random.embedding())
      index.update("t\(i)", to: points[i])
    }
    return (index, points)
  }

  @Test(
    "the neighbours are those of sorting everything, equals by id",
    arguments: [1, 2, 10, 99, 400, 1000])
  func bruteForce(limit: Int) throws {
    let (index, points) = try crowd()
    for query in stride(from: 0, to: 400, by: 37) {
      let known = points.indices
        .map { (id: "t\($0)", distance: points[query].distance(to: points[$0])) }
        .sorted { $0.distance != $1.distance ? $0.distance < $1.distance : $0.id < $1.id }
        .prefix(limit)
      let found = index.nearest(to: NeighbourQuery(points[query]), limit: limit)
      #expect(found.map(\.id) == known.map(\.id))
      #expect(found.map(\.distance) == known.map(\.distance))
    }
  }

  @Test("the order of insertion does not matter")
  func order() throws {
    let (index, points) = try crowd()
    var reversed = NeighbourIndex()
    for i in points.indices.reversed() { reversed.update("t\(i)", to: points[i]) }
    let query = NeighbourQuery(points[8])
    #expect(
      index.nearest(to: query, limit: 30).map(\.id)
        == reversed.nearest(to: query, limit: 30).map(\.id))
  }

  @Test("of equals at the end of the list the first by id stay, in whatever order they came")
  func ties() throws {
    var index = NeighbourIndex()
    for id in ["e", "b", "d", "a", "c"] { index.update(id, to: try Points.at(1)) }
    let found = index.nearest(to: NeighbourQuery(try Points.at(0)), limit: 2)
    #expect(found.map(\.id) == ["a", "b"])
  }

  @Test("a filter gives as many as exist, and the nearest of them", arguments: [1, 7, 40, 399])
  func filter(every: Int) throws {
    let (index, points) = try crowd()
    let query = NeighbourQuery(points[0])
    let found = index.nearest(to: query, limit: 20, where: { $0 % every == 0 })
    let known = index.nearest(to: query, limit: 400).filter { $0.row % every == 0 }.prefix(20)
    #expect(found == Array(known))
    #expect(found.count == min(20, (400 + every - 1) / every))
    #expect(index.nearest(to: query, limit: 20, where: { _ in false }).isEmpty)
  }

  @Test("what is excluded, or removed, is never answered; what was moved is where it is now")
  func changes() throws {
    var (index, points) = try crowd()
    let query = NeighbourQuery(points[5], excluded: ["t5", "unknown"])
    #expect(!index.nearest(to: query, limit: 400).contains { $0.id == "t5" })
    for i in stride(from: 0, to: 400, by: 2) {
      let removed = index.remove("t\(i)")
      #expect(removed)
    }
    let again = index.remove("t0")
    #expect(!again)
    #expect(index.count == 200)
    let left = index.nearest(to: NeighbourQuery(points[5]), limit: 400)
    #expect(Set(left.map(\.id)) == Set((0..<200).map { "t\(2 * $0 + 1)" }))
    #expect(left.first?.id == "t5")
    for neighbour in left {
      #expect(index.ids[neighbour.row] == neighbour.id)
      #expect(index.row(of: neighbour.id) == neighbour.row)
      let number = try #require(Int(neighbour.id.dropFirst()))
      #expect(index.embedding(of: neighbour.id) == points[number])
    }
    index.update("t7", to: points[5])
    #expect(index.count == 200)
    #expect(index.nearest(to: NeighbourQuery(points[5]), limit: 2).map(\.id) == ["t5", "t7"])
  }

  @Test("a copy does not see what happens to the original")
  func value() throws {
    var (index, points) = try crowd()
    let copy = index
    index.remove("t3")
    #expect(copy.nearest(to: NeighbourQuery(points[3]), limit: 1).map(\.id) == ["t3"])
  }

  @Test("an empty index, no seeds or no room answer nothing")
  func nothing() throws {
    let (index, points) = try crowd()
    #expect(NeighbourIndex().nearest(to: NeighbourQuery(points[0]), limit: 10).isEmpty)
    #expect(index.nearest(to: NeighbourQuery(seeds: []), limit: 10).isEmpty)
    #expect(index.nearest(to: NeighbourQuery(points[0]), limit: 0).isEmpty)
    #expect(index.nearest(to: NeighbourQuery(points[0]), limit: -1).isEmpty)
    let weightless = NeighbourQuery.Seed(points[0], weight: 0)
    #expect(index.nearest(to: NeighbourQuery(seeds: [weightless]), limit: 10).isEmpty)
  }

  @Test("with several seeds the distance is the weighted mean")
  func seeds() throws {
    var index = NeighbourIndex()
    index.update("middle", to: try Points.at(2))
    index.update("beside", to: try Points.at(1, 3))
    let query = NeighbourQuery(seeds: [
      .init(try Points.at(0), weight: 3), .init(try Points.at(6), weight: 1),
    ])
    let found = index.nearest(to: query, limit: 2)
    #expect(found.map(\.id) == ["middle", "beside"])
    #expect(found[0].distance == (3 * 2 + 4) / 4.0)
    let shares = try #require(index.shares(of: "middle", for: query))
    #expect(shares.timbre == 1)
  }

  @Test("a track nearer to what is unwanted ranks behind by as much")
  func unwanted() throws {
    var index = NeighbourIndex()
    index.update("bad", to: try Points.at(0, 1))
    index.update("good", to: try Points.at(0, -1.5))
    let seed = try Points.at(0)
    #expect(index.nearest(to: NeighbourQuery(seed), limit: 1).map(\.id) == ["bad"])
    let query = NeighbourQuery(seeds: [.init(seed)], unwanted: [try Points.at(0, 1.25)])
    let found = index.nearest(to: query, limit: 2)
    #expect(found.map(\.id) == ["good", "bad"])
    #expect(found[1].distance == 1)
    #expect(found[1].rank == 1.75)  // 1, and 1 − 0.25 more
    #expect(found[0].rank == found[0].distance)
  }
}
