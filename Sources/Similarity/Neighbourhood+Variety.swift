extension Neighbourhood {
  /// How many times the wanted tracks are looked at when a list is to be varied: the more, the
  /// farther it reaches.
  ///
  /// chosen: at the fiftieth neighbour of ten a list still is about its query.
  private static let reach = 5

  /// Chooses `limit` of `candidates` (nearest first) that are near the query and not all alike.
  ///
  /// Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), in distances: the next is
  /// always the track with the least (1 − diversity) · rank − diversity · distance to the nearest
  /// chosen. The first is the nearest, whatever the diversity; equals by their place in
  /// `candidates`.
  ///
  /// - Parameters:
  ///   - candidates: what `nearest` found, more than `limit`: see `candidates(for:)`.
  ///   - limit: the most to answer; 0 or less gives none.
  ///   - diversity: 0 (the list as it is) … 1.
  /// - Returns: in the order of choice.
  public func varied(_ candidates: [Neighbour], limit: Int, diversity: Double) -> [Neighbour] {
    let share = min(max(diversity, 0), 1)
    guard share > 0, limit > 0 else { return Array(candidates.prefix(max(0, limit))) }
    let points = candidates.map { embedding(of: $0.id) }
    var left = Array(candidates.indices)
    var apart = [Double](repeating: .infinity, count: candidates.count)
    var chosen: [Int] = []
    while chosen.count < limit, !left.isEmpty {
      let costs = left.map {
        chosen.isEmpty ? candidates[$0].rank : (1 - share) * candidates[$0].rank - share * apart[$0]
      }
      var best = 0
      for i in costs.indices where costs[i] < costs[best] { best = i }
      let next = left.remove(at: best)
      chosen.append(next)
      for i in left {
        guard let a = points[i], let b = points[next] else { continue }
        apart[i] = min(apart[i], a.distance(to: b))
      }
    }
    return chosen.map { candidates[$0] }
  }

  /// How many candidates `varied` should be given for a list of `limit`.
  public static func candidates(for limit: Int) -> Int {
    reach * max(0, min(limit, .max / reach))
  }
}
