/// What `Evaluation/fit_space.py` fitted: per family the centre and scale of each raw number, and the matrix
/// that condenses them.
///
/// Coordinate i of a family is Σⱼ Mᵢⱼ · clip((xⱼ − cⱼ) / sⱼ, ±4). The matrix holds principal directions,
/// whitened by half (each divided by its variance to the power ¼), scaled so that the family's mean square
/// length over the corpus is its weight.
struct SpaceParameters: Sendable {
  /// One family's linear map.
  struct Projection: Sendable {
    var centre: [Float]
    var scale: [Float]
    /// Row by row: one row a coordinate.
    var matrix: [Float]

    var inputs: Int { centre.count }
    var outputs: Int { centre.isEmpty ? 0 : matrix.count / centre.count }
  }

  /// Where a standardised number is cut, so that one odd measurement does not decide.
  /// chosen: ±4 deviations, beyond the reach of all but 0.01 % of a normal distribution.
  private static let clip: Float = 4

  /// In the order of `FeatureFamily.allCases`.
  let projections: [Projection]
  /// The distance that half of all pairs of tracks of the corpus lie within.
  let medianDistance: Double

  /// The numbers of a whole vector.
  var dimensions: Int { projections.reduce(0) { $0 + $1.outputs } }

  /// Which of a vector's numbers belong to `family`.
  func range(of family: FeatureFamily) -> Range<Int> {
    var start = 0
    for (other, projection) in zip(FeatureFamily.allCases, projections) {
      if other == family { return start..<start + projection.outputs }
      start += projection.outputs
    }
    return start..<start
  }

  /// Those inside the program, decoded at the first use.
  static func current() throws(SimilarityError) -> SpaceParameters {
    guard let decoded else { throw .damagedParameters }
    return decoded
  }

  private static let decoded = Base64.decode(encoded).flatMap { SpaceParameters(bytes: $0) }

  /// One family's raw numbers as coordinates.
  func project(
    _ raw: [Float], _ family: FeatureFamily
  ) throws(SimilarityError) -> [Float] {
    guard let index = FeatureFamily.allCases.firstIndex(of: family) else { return [] }
    let projection = projections[index]
    guard raw.count == projection.inputs else { throw .malformedFeatures(family) }
    let standard = raw.indices.map {
      let value = (raw[$0] - projection.centre[$0]) / projection.scale[$0]
      return min(max(value, -Self.clip), Self.clip)
    }
    return (0..<projection.outputs).map { row in
      // In double and in order: the same on every machine.
      var sum = 0.0
      for j in standard.indices {
        sum += Double(projection.matrix[row * projection.inputs + j]) * Double(standard[j])
      }
      return Float(sum)
    }
  }
}
