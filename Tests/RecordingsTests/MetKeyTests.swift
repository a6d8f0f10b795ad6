import Testing

@testable import Recordings

@Suite("Which keys of a look-up are read")
struct MetKeyTests {
  private let keys = [
    MetKey(key: 9, count: 50, wanted: 0..<1, place: 0),
    MetKey(key: 5, count: 2, wanted: 1..<3, place: 0),
    MetKey(key: 7, count: 6, wanted: 3..<4, place: 0),
    MetKey(key: 3, count: 6, wanted: 4..<5, place: 0),
  ]

  @Test(
    "the rarest, as many as the budget of hits allows",
    arguments: [(0, []), (3, []), (4, [5]), (15, [5, 3]), (16, [5, 3, 7]), (66, [5, 3, 7, 9])])
  func rarest(budget: Int, expected: [UInt32]) {
    #expect(MetKey.rarest(of: keys, within: budget).map(\.key) == expected)
  }
}
