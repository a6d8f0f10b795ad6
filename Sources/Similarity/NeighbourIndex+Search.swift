extension NeighbourIndex {
  /// The nearest tracks to `query`, equals by id.
  ///
  /// Exact: as many as `limit` if that many pass, never fewer than exist. O(n · dimensions) for
  /// each point of the query.
  ///
  /// - Parameters:
  ///   - query: the wanted and the unwanted.
  ///   - limit: the most to answer; 0 or less gives none.
  ///   - passes: whether the track of a row may be answered (`ids[row]`). Asked only of tracks near
  ///     enough to be in the list.
  /// - Returns: nearest first.
  public func nearest(
    to query: NeighbourQuery, limit: Int, where passes: (Int) -> Bool = { _ in true }
  ) -> [Neighbour] {
    let total = query.seeds.reduce(0) { $0 + max(0, $1.weight) }
    guard limit > 0, !isEmpty, total > 0 else { return [] }
    let seeds = query.seeds.filter { $0.weight > 0 }
      .map { (vector: $0.embedding.vector, share: $0.weight / total) }
    let excluded = Set(query.excluded.compactMap(row(of:)))
    var best = NearestHeap(capacity: min(limit, count))
    let points = matrix.span
    let squares = query.weights.squares
    for row in 0..<count {
      let start = row * Embedding.dimensions
      let point = points.extracting(start..<start + Embedding.dimensions)
      var distance = 0.0
      for seed in seeds {
        let square = Self.square(seed.vector.span, point, squares)
        distance += seed.share * Double(square).squareRoot()
      }
      // The rank is never below the distance: what is too far already needs no second look.
      guard distance <= best.farthest else { continue }
      var rank = distance
      for unwanted in query.unwanted {
        let square = Self.square(unwanted.vector.span, point, squares)
        rank = max(rank, 2 * distance - Double(square).squareRoot())
      }
      guard rank <= best.farthest, !excluded.contains(row), passes(row) else { continue }
      best.insert(row: row, distance: distance, rank: rank, ids: ids)
    }
    return best.sorted(ids: ids)
  }

  private static func square(
    _ a: Span<Float>, _ b: Span<Float>, _ weights: [Float]?
  ) -> Float {
    guard let weights else { return SquaredDistance.between(a, b) }
    return SquaredDistance.between(a, b, weights.span)
  }

  /// Each family's share of why a track is among the neighbours of `query`: the mean over its
  /// seeds; nil if the track is not here.
  public func shares(of id: String, for query: NeighbourQuery) -> FamilyShares? {
    embedding(of: id).flatMap(query.shares)
  }
}
