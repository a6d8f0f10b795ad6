import RealModule

/// How densely the tracks stand around each: what makes some of them everybody's neighbours.
///
/// Where a track has many near ones it is in too many lists. Local scaling (Schnitzer, Flexer, Schedl and
/// Widmer, JMLR 13, 2012) divides each distance by a power of the mean distance of the track to its
/// nearest; the query's own mean is the same for a whole list.
extension Neighbourhood {
  /// Tracks from which on lists are corrected.
  ///
  /// chosen: below it the nearest 32 are no small part of all, and hubs no trouble (docs/similarity.md).
  public static let leastForSpread = 1000
  /// Nearest tracks that the mean is over; as many as in the paper.
  private static let near = 32
  /// The paper's is ½.
  ///
  /// Measured (docs/similarity.md): ⅜ takes most of the hubs away and costs no precision.
  private static let power = 0.375
  /// Rows in sight when the mean is taken: two for each that counts.
  private static let sight = 64

  /// What to multiply a distance to a track with; 1 for all in a small collection.
  public func evenness(of id: String) -> Double {
    guard count >= Self.leastForSpread else { return 1 }
    return Self.evenness(spread(of: id))
  }

  /// The same of a track that was just found here, without looking for its row once more.
  public func evenness(of found: Neighbour) -> Double {
    guard count >= Self.leastForSpread else { return 1 }
    return Self.evenness(writtenSpread(of: found) ?? spread(of: found.id))
  }

  private static func evenness(_ mean: Double?) -> Double {
    guard let mean, mean > 0 else { return 1 }
    return Double.pow(Likeness.medianDistance / mean, power)
  }

  /// Mean distance of a track to its nearest: as it was written, else as it is now.
  private func spread(of id: String) -> Double? {
    writtenSpread(of: id)
      ?? embedding(of: id).flatMap { meanDistance(around: $0, beside: id) }
  }

  /// Mean distance of a point to its nearest, the track `id` not among them.
  func meanDistance(around point: Embedding, beside id: String) -> Double? {
    let found = nearest(
      to: NeighbourQuery(point, excluded: [id]), limit: Self.near, sight: Self.sight)
    guard !found.isEmpty else { return nil }
    return found.reduce(0) { $0 + $1.distance } / Double(found.count)
  }
}
