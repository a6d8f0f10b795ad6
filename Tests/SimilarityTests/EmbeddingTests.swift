import Testing

@testable import Similarity

@Suite struct EmbeddingTests {
  @Test("the same features are the same point, and as similar as can be")
  func same() throws {
    let a = try #require(try Embedding(of: Tunes.piece))
    let b = try #require(try Embedding(of: Tunes.piece))
    #expect(a.distance(to: b) == 0)
    #expect(Likeness.similarity(atDistance: 0) == 1)
  }

  @Test("another piece lies elsewhere")
  func different() throws {
    let a = try #require(try Embedding(of: Tunes.piece))
    let b = try #require(try Embedding(of: Tunes.other))
    #expect(a.distance(to: b) > 0.3)
  }

  @Test("a vector has unit length, each family the length of its weight")
  func length() throws {
    let point = try #require(try Embedding(of: Tunes.piece))
    let parameters = try SpaceParameters.current()
    for (family, projection) in zip(FeatureFamily.allCases, parameters.projections) {
      let square = Embedding.range(of: family).reduce(Float(0)) {
        $0 + point.vector[$1] * point.vector[$1]
      }
      #expect(abs(square - projection.weight) < 1e-5)
    }
  }

  @Test("the median pair has a similarity of 0.2, and farther is never more alike")
  func likeness() throws {
    let median = try SpaceParameters.current().medianDistance
    #expect(abs(Likeness.similarity(atDistance: median) - 0.2) < 1e-12)
    let falling = stride(from: 0.0, through: 2, by: 0.05).map(Likeness.similarity(atDistance:))
    #expect(zip(falling, falling.dropFirst()).allSatisfy { $0 > $1 })
    #expect(falling.allSatisfy { (0...1).contains($0) })
  }

  @Test("a stored vector of another version, length or kind of number is refused")
  func stored() throws {
    let zeros = [Float](repeating: 0, count: Embedding.dimensions)
    #expect(throws: SimilarityError.otherVersion(found: 0, expected: SpaceVersion.current)) {
      try Embedding(vector: zeros, version: 0)
    }
    #expect(throws: SimilarityError.vectorLength(found: 127, expected: 128)) {
      try Embedding(vector: zeros.dropLast(), version: SpaceVersion.current)
    }
    #expect(throws: SimilarityError.vectorNotFinite) {
      try Embedding(vector: zeros.dropLast() + [.nan], version: SpaceVersion.current)
    }
  }

  @Test("shares add up to 1 and name the family that differs", arguments: FeatureFamily.allCases)
  func shares(family: FeatureFamily) throws {
    var points = Points(seed: 3)
    let a = try points.embedding()
    #expect(abs(sum(FamilyShares(from: a, to: try points.embedding())) - 1) < 1e-12)
    var moved = a.vector
    for i in Embedding.range(of: family) { moved[i] += 0.1 }
    let b = try Embedding(vector: moved, version: SpaceVersion.current)
    #expect(abs(FamilyShares(from: a, to: b)[family] - 1) < 1e-6)
  }

  @Test("two equal points share out what any pair does")
  func nothingToShare() throws {
    let point = try Points.at(1)
    #expect(FamilyShares(from: point, to: point) == .ofAnyPair)
    #expect(abs(sum(.ofAnyPair) - 1) < 1e-3)
  }

  private func sum(_ shares: FamilyShares) -> Double {
    FeatureFamily.allCases.reduce(0) { $0 + shares[$1] }
  }
}
