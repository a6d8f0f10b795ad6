public import Catalogue
public import Ingestion
public import Similarity
public import Sound

/// Answers "what sounds like this?" out of a library.
public struct SimilarTracks: Sendable {
  public typealias Seed = Retrieval.Seed

  /// One answer.
  public struct Answer: Sendable {
    public let entry: CatalogueEntry
    /// Euclidean, in the similarity space.
    public let distance: Double
    /// 0…1; see `Likeness`.
    public let similarity: Double
    /// What each family of features adds to the distance; nil unless asked for.
    public let shares: FamilyShares?
  }

  public var seeds: [Seed]
  /// What the answers shall be unlike.
  public var unwanted: [Seed] = []
  public var filter = TrackFilter()
  /// Whether the answers must mix with the first seed's key.
  public var isHarmonic = false
  public var limit = 10
  /// Most answers of one artist; nil for any number.
  public var artistLimit: Int?
  /// The recording that a track holds; see `Recommendation.recording`.
  public var recording: (@Sendable (TrackID) throws -> String?)?
  /// 0 for the nearest, 1 for the most varied of the near.
  public var diversity = 0.0
  /// What likeness shall rest on.
  public var weights = FamilyWeights.usual
  public var explains = false

  public init(seeds: [Seed]) { self.seeds = seeds }

  /// Searches; the seeds themselves are never among the answers.
  ///
  /// - Parameters:
  ///   - library: whose tracks.
  ///   - index: of the library, kept from search to search; nil opens it for this one.
  /// - Returns: nearest first.
  /// - Throws: `Failure` with `no_embedding` where a seed is silent or was not analysed, and what the
  ///   catalogue throws.
  public func run(in library: Library, _ index: LibraryIndex? = nil) throws -> [Answer] {
    var request = Recommendation(seeds: seeds)
    request.unwanted = unwanted
    request.filter = filter
    request.isHarmonic = isHarmonic
    request.limit = limit
    request.artistLimit = artistLimit
    request.recording = recording
    request.diversity = diversity
    request.weights = weights
    request.explains = explains
    return try request.run(in: library, index).compactMap { found in
      guard let distance = found.distance, let similarity = found.similarity else { return nil }
      return Answer(
        entry: found.entry, distance: distance, similarity: similarity, shares: found.shares)
    }
  }
}
