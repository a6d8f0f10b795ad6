/// A track that was found.
public struct Neighbour: Sendable, Equatable {
  public let id: String
  /// Its row at the time of the search.
  public let row: Int
  /// Weighted mean of the Euclidean distances to the seeds.
  public let distance: Double
  /// What the list is sorted by: the distance, plus how much nearer an unwanted point is.
  public let rank: Double

  public init(id: String, row: Int, distance: Double, rank: Double) {
    self.id = id
    self.row = row
    self.distance = distance
    self.rank = rank
  }

  /// 0…1; see `Likeness`.
  public var similarity: Double { Likeness.similarity(atDistance: distance) }
}
