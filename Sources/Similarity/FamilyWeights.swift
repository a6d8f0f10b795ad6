/// What a listener wants likeness to rest on: "more rhythm, less timbre".
///
/// Multiples of each family's usual weight; 1 everywhere is the space as it is. Only their
/// proportions count: distances stay on the usual scale, 0 to 2.
public struct FamilyWeights: Sendable, Equatable {
  private var multiples: [Double]

  /// The space as it is.
  public static let usual = FamilyWeights()

  public init(
    timbre: Double = 1, rhythm: Double = 1, tonality: Double = 1, dynamics: Double = 1
  ) {
    multiples = [timbre, rhythm, tonality, dynamics].map { max(0, $0) }
  }

  /// A family's multiple; below 0 counts as 0.
  public subscript(family: FeatureFamily) -> Double {
    get { zip(FeatureFamily.allCases, multiples).first { $0.0 == family }?.1 ?? 1 }
    set {
      for (index, other) in FeatureFamily.allCases.enumerated() where other == family {
        multiples[index] = max(0, newValue)
      }
    }
  }

  /// Whether nothing differs from the space as it is.
  public var areUsual: Bool { Set(multiples).count <= 1 }

  /// Factor on each number's squared difference, so that a vector's squared length stays 1; nil where
  /// nothing changes, or nothing would be left.
  var squares: [Float]? {
    guard !areUsual, let parameters = try? SpaceParameters.current() else { return nil }
    let usual = parameters.projections.map { Double($0.weight) }
    let total = zip(multiples, usual).reduce(0) { $0 + $1.0 * $1.1 }
    guard total > 0 else { return nil }
    return FeatureFamily.allCases.indices.flatMap { index in
      [Float](
        repeating: Float(multiples[index] * usual.reduce(0, +) / total),
        count: parameters.projections[index].outputs)
    }
  }
}

extension Embedding {
  /// The same point seen through `weights`: in plain Euclidean distances these then count.
  public func weighted(_ weights: FamilyWeights) -> Embedding {
    guard let squares = weights.squares else { return self }
    return Embedding(unchecked: zip(vector, squares).map { $0 * $1.squareRoot() })
  }
}
