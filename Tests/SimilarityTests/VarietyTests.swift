import Testing

@testable import Similarity

@Suite struct VarietyTests {
  @Test("a day has its own order, the same every time, and amount 0 has none")
  func days() {
    let today = Variety(amount: 1, seed: "2026-11-21")
    let tomorrow = Variety(amount: 1, seed: "2026-11-22")
    let ids = (0..<1000).map { "t\($0)" }
    #expect(ids.map(today.factor) == ids.map(Variety(amount: 1, seed: "2026-11-21").factor))
    #expect(zip(ids.map(today.factor), ids.map(tomorrow.factor)).allSatisfy { $0 != $1 })
    #expect(ids.map(today.factor).allSatisfy { (0.92...1.08).contains($0) })
    let mean = ids.map(today.share).reduce(0, +) / 1000
    #expect(abs(mean - 0.5) < 0.03)
    #expect(ids.map(Variety(amount: 0, seed: "x").factor).allSatisfy { $0 == 1 })
    #expect(Variety(amount: 7, seed: "x").amount == 1)
  }

  @Test("diversity 0 is the list, and more of it drops the double of what is there")
  func varied() throws {
    var index = Neighbourhood()
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
    #expect(Neighbourhood.candidates(for: .max) > 1000 && Neighbourhood.candidates(for: -1) == 0)
    #expect(index.varied([], limit: 9, diversity: 1).isEmpty)
  }
}
