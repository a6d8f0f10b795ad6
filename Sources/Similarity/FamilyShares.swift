/// Why two tracks lie where they lie: each family's share of their squared distance.
///
/// Shares add up to 1. A small share of a family means that in it the two are alike; compare with
/// `ofAnyPair`, the shares between tracks drawn at random.
public struct FamilyShares: Sendable, Equatable, Codable {
  public var timbre: Double
  public var rhythm: Double
  public var tonality: Double
  public var dynamics: Double

  /// Between `a` and `b`: Σ over the family's numbers of (aᵢ − bᵢ)², over the sum of all.
  ///
  /// Two equal points have nothing to share out: then `ofAnyPair`.
  public init(from a: Embedding, to b: Embedding) {
    let squares = FeatureFamily.allCases.map { family in
      Embedding.range(of: family).reduce(0.0) {
        let difference = Double(a.vector[$1]) - Double(b.vector[$1])
        return $0 + difference * difference
      }
    }
    let sum = squares.reduce(0, +)
    guard sum > 0 else {
      self = .ofAnyPair
      return
    }
    self.init(squares.map { $0 / sum })
  }

  /// Between the corpus' tracks on average; near the weights of the space.
  public static let ofAnyPair = FamilyShares(SpaceParameters.sharesOfAnyPair)

  /// In the order of `FeatureFamily.allCases`.
  private init(_ shares: [Double]) {
    (timbre, rhythm, tonality, dynamics) = (shares[0], shares[1], shares[2], shares[3])
  }

  public subscript(family: FeatureFamily) -> Double {
    switch family {
    case .timbre: timbre
    case .rhythm: rhythm
    case .tonality: tonality
    case .dynamics: dynamics
    }
  }

  /// The mean of several, weighted; nil without any.
  public static func mean(_ shares: [(shares: FamilyShares, weight: Double)]) -> FamilyShares? {
    let total = shares.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return nil }
    return FamilyShares(
      FeatureFamily.allCases.map { family in
        shares.reduce(0) { $0 + $1.shares[family] * $1.weight } / total
      })
  }
}

extension NeighbourQuery {
  /// Each family's share of why a point is near: the mean over the seeds, as the query weighs families.
  func shares(of point: Embedding) -> FamilyShares? {
    let seen = point.weighted(weights)
    return FamilyShares.mean(
      seeds.map {
        (FamilyShares(from: $0.embedding.weighted(weights), to: seen), max(0, $0.weight))
      })
  }
}
