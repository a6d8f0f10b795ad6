import Testing

@testable import Similarity

@Suite struct VarietyTests {
  /// Tracks on a line at 1, 2, 3 …; the first thirty by one artist, the others by as many.
  private func line() throws -> NeighbourIndex {
    var index = NeighbourIndex()
    for i in 1...40 { index.update("t\(i)", to: try Points.at(Float(i))) }
    return index
  }

  private func artist(_ row: Int) -> String? { row < 30 ? "one" : row < 38 ? "a\(row)" : nil }

  @Test("no artist comes more often than allowed, and the list is full where it can be")
  func capped() throws {
    let index = try line()
    let query = NeighbourQuery(try Points.at(0))
    let found = index.nearest(to: query, limit: 5, atMost: 2, of: artist)
    #expect(found.map(\.id) == ["t1", "t2", "t31", "t32", "t33"])
    // One of the first artist, eight others, and two without a name.
    #expect(index.nearest(to: query, limit: 40, atMost: 1, of: artist).count == 11)
    #expect(index.nearest(to: query, limit: 0, atMost: 1, of: artist).isEmpty)
    #expect(index.nearest(to: query, limit: -1, atMost: 1, of: artist).isEmpty)
    #expect(index.nearest(to: query, limit: .max, atMost: 1, of: artist).count == 11)
    #expect(NeighbourIndex().nearest(to: query, limit: 3, atMost: 1, of: artist).isEmpty)
    let odd = index.nearest(to: query, limit: 3, atMost: 1, of: artist, where: { $0 % 2 == 0 })
    #expect(odd.map(\.id) == ["t1", "t31", "t33"])
  }

  @Test("diversity 0 is the list, and more of it drops the double of what is there")
  func varied() throws {
    var index = NeighbourIndex()
    index.update("first", to: try Points.at(1, 0))
    index.update("again", to: try Points.at(1.01, 0))
    index.update("elsewhere", to: try Points.at(0, 1.2))
    let candidates = index.nearest(to: NeighbourQuery(try Points.at(0)), limit: 3)
    let plain = index.varied(candidates, limit: 2, diversity: 0)
    #expect(plain.map(\.id) == ["first", "again"])
    let wide = index.varied(candidates, limit: 2, diversity: 0.5)
    #expect(wide.map(\.id) == ["first", "elsewhere"])
    #expect(index.varied(candidates, limit: 9, diversity: 1).count == 3)
    #expect(index.varied(candidates, limit: -1, diversity: 1).isEmpty)
    #expect(NeighbourIndex.candidates(for: .max) > 1000 && NeighbourIndex.candidates(for: -1) == 0)
    #expect(index.varied([], limit: 9, diversity: 1).isEmpty)
  }
}
