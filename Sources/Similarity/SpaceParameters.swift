/// What `Evaluation/fit_space.py` fitted: per family the centre and scale of each raw number, and
/// the matrix that condenses them.
///
/// Coordinate i of a family is yᵢ = Σⱼ Mᵢⱼ · clip((xⱼ − cⱼ) / sⱼ, ±4), where M holds the family's
/// principal directions, whitened by half (each divided by its variance to the power ¼). Its part
/// of the vector is √w · y / |y|: a direction, not a place, because in many dimensions the points
/// near the middle would be everybody's neighbours ("hubs"; measured: `docs/similarity.md`). The
/// weights w add up to 1, and so every whole vector has unit length.
struct SpaceParameters: Sendable {
  /// One family's linear map.
  struct Projection: Sendable {
    var centre: [Float]
    var scale: [Float]
    /// Row by row: one row a coordinate.
    var matrix: [Float]
    /// The family's share of a vector's squared length.
    var weight: Float

    var inputs: Int { centre.count }
    var outputs: Int { centre.isEmpty ? 0 : matrix.count / centre.count }
  }

  /// Where a standardised number is cut, so that one odd measurement does not decide.
  ///
  /// chosen: ±4 deviations, beyond the reach of all but 0.01 % of a normal distribution.
  private static let clip: Float = 4

  /// The least length that has a direction.
  ///
  /// chosen: a millionth of the corpus' root mean square length, which is 1.
  private static let leastLength = 1e-6

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
    // In double and in order: the same on every machine.
    let y = (0..<projection.outputs).map { row in
      standard.indices.reduce(0.0) {
        $0 + Double(projection.matrix[row * projection.inputs + $1]) * Double(standard[$1])
      }
    }
    let length = y.reduce(0) { $0 + $1 * $1 }.squareRoot()
    // The very middle of the corpus has no direction: it stays in the middle.
    guard length > Self.leastLength else { return y.map { _ in 0 } }
    let factor = Double(projection.weight).squareRoot() / length
    return y.map { Float($0 * factor) }
  }
}
