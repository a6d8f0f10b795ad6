public import Catalogue
public import Similarity

/// One answer of a search.
public struct FoundTrack: Sendable {
  public let entry: CatalogueEntry
  /// Euclidean, in the similarity space: the weighted mean over the seeds; nil where nothing was to be
  /// near to.
  public let distance: Double?
  /// 0…1; see `Likeness`; nil with the distance.
  public let similarity: Double?
  /// What each family of features adds to the distance; nil unless asked for.
  public let shares: FamilyShares?
  /// What it has in common with the seeds; nil unless asked for.
  public let reason: Reason?

  public init(
    entry: CatalogueEntry, distance: Double?, similarity: Double?, shares: FamilyShares? = nil,
    reason: Reason? = nil
  ) {
    self.entry = entry
    self.distance = distance
    self.similarity = similarity
    self.shares = shares
    self.reason = reason
  }
}
