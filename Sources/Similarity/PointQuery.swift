/// A query made ready for many comparisons.
struct PointQuery {
  let seeds: [(vector: [Float], share: Double)]
  let unwanted: [[Float]]
  /// Factors on squared differences; nil for the space as it is.
  let squares: [Float]?

  /// Nil where nothing is wanted.
  init?(_ query: NeighbourQuery) {
    let total = query.seeds.reduce(0) { $0 + max(0, $1.weight) }
    guard total > 0 else { return nil }
    seeds = query.seeds.filter { $0.weight > 0 }
      .map { (vector: $0.embedding.vector, share: $0.weight / total) }
    unwanted = query.unwanted.map(\.vector)
    squares = query.weights.squares
  }

  /// Whether the order is that of the distance to one point.
  var isPlain: Bool { seeds.count == 1 && unwanted.isEmpty }

  /// The weighted mean of the distances to the seeds, and what the list is sorted by; the rank is nil
  /// where the distance alone is above `bound`.
  func measure(_ point: Span<Float>, bound: Double) -> (distance: Double, rank: Double?) {
    var distance = 0.0
    for seed in seeds {
      distance += seed.share * Double(square(seed.vector.span, point)).squareRoot()
    }
    // The rank is never below the distance: what is too far already needs no second look.
    guard distance <= bound else { return (distance, nil) }
    var rank = distance
    for vector in unwanted {
      rank = max(rank, 2 * distance - Double(square(vector.span, point)).squareRoot())
    }
    return (distance, rank)
  }

  /// The points that a walk through a graph sets out to: each seed, and the middle of several, seen
  /// through the weights.
  ///
  /// Vectors have one length in each family, so that the nearest by weighted differences are those
  /// with the largest product with the weighted seed: the nearest to that.
  var goals: [[Float]] {
    var goals = seeds.map(\.vector)
    if seeds.count > 1 {
      goals.append(
        (0..<Embedding.dimensions).map { d in
          Float(seeds.reduce(0.0) { $0 + $1.share * Double($1.vector[d]) })
        })
    }
    guard let squares else { return goals }
    return goals.map { zip($0, squares).map { $0 * $1 } }
  }

  private func square(_ a: Span<Float>, _ b: Span<Float>) -> Float {
    guard let squares else { return SquaredDistance.between(a, b) }
    return SquaredDistance.between(a, b, squares.span)
  }
}
