import Testing

@testable import Similarity

@Suite struct FamilyWeightsTests {
  /// A point whose distance from the origin lies in one family alone.
  private func point(_ family: FeatureFamily, _ value: Float) throws -> Embedding {
    var vector = [Float](repeating: 0, count: Embedding.dimensions)
    vector[Embedding.range(of: family).lowerBound] = value
    return try Embedding(vector: vector, version: SpaceVersion.current)
  }

  @Test("what weighs more decides", arguments: [true, false])
  func decides(stored: Bool) throws {
    let rows = [
      (id: "rhythm", embedding: try point(.rhythm, 1)),
      (id: "timbre", embedding: try point(.timbre, 1.1)),
    ]
    var places = Neighbourhood(stored ? try IndexBuilder.build(rows) : nil)
    if !stored { for row in rows { places.update(row.id, to: row.embedding) } }
    var query = NeighbourQuery(try Points.at(0))
    #expect(places.nearest(to: query, limit: 1).map(\.id) == ["rhythm"])
    query.weights = FamilyWeights(timbre: 0.5, rhythm: 2)
    #expect(places.nearest(to: query, limit: 2).map(\.id) == ["timbre", "rhythm"])
    query.weights = FamilyWeights(timbre: 3, rhythm: 3, tonality: 3, dynamics: 3)
    #expect(places.nearest(to: query, limit: 1).map(\.id) == ["rhythm"])
  }

  @Test("weighted vectors keep their length, and why follows the weights")
  func length() throws {
    let parameters = try SpaceParameters.current()
    // As long in each family as every vector is.
    let vector = FeatureFamily.allCases.enumerated().flatMap { index, family in
      let range = parameters.range(of: family)
      let each = (parameters.projections[index].weight / Float(range.count)).squareRoot()
      return [Float](repeating: each, count: range.count)
    }
    let point = try Embedding(vector: vector, version: SpaceVersion.current)
    let seen = point.weighted(FamilyWeights(timbre: 0.25, rhythm: 4))
    #expect(abs(seen.vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    var places = Neighbourhood()
    places.update("a", to: point)
    let usual = try #require(places.shares(of: "a", for: NeighbourQuery(try Points.at(0))))
    var query = NeighbourQuery(try Points.at(0))
    query.weights = FamilyWeights(rhythm: 3)
    let more = try #require(places.shares(of: "a", for: query))
    #expect(more.rhythm > usual.rhythm && more.timbre < usual.timbre)
  }
}
