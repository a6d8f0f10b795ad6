public import Catalogue
public import Ingestion
public import Similarity
public import Sound

/// Tracks that go with some, not with others, within bounds and near targets.
///
/// The list is the same whenever the library and the request are. Hard conditions (filter, bounds,
/// caps, exclusions) are never broken, and never leave fewer answers than exist.
public struct Recommendation: Sendable {
  /// A wanted sound and what it counts.
  public struct Wanted: Sendable, Hashable {
    public var seed: Seed
    /// Above 0; weights count relative to each other.
    public var weight: Double

    public init(_ seed: Seed, weight: Double = 1) {
      self.seed = seed
      self.weight = weight
    }
  }

  /// What another model decides of the order.
  public struct Blend: Sendable, Hashable {
    /// As it was imported.
    public var model: String
    /// From 0, nothing, to 1, everything but the hard conditions.
    public var share: Double

    public init(model: String, share: Double) {
      self.model = model
      self.share = min(max(share, 0), 1)
    }
  }

  /// None at all is allowed where there are targets.
  public var wanted: [Wanted]
  /// What the answers shall be unlike.
  public var unwanted: [Seed] = []
  /// Tracks that are never answered, beside the seeds themselves.
  public var excluded: Set<TrackID> = []
  public var filter = TrackFilter()
  public var tuning = Tuning()
  /// Whether the answers must mix with the first seed's key.
  public var isHarmonic = false
  public var limit = 10
  /// Most answers of one artist; nil for any number.
  public var artistLimit: Int?
  /// Most answers of one album; nil for any number.
  public var albumLimit: Int?
  /// The recording that a track holds: of each there is one answer, and none of a seed's own.
  ///
  /// Nil, or nil for a track, where each track is its own.
  public var recording: (@Sendable (TrackID) throws -> String?)?
  /// 0 for the nearest, 1 for the most varied of the near.
  public var diversity = 0.0
  /// How the list changes from day to day.
  public var variety: Variety?
  /// What likeness shall rest on.
  public var weights = FamilyWeights.usual
  /// Vectors of another model that take part; only seeds that are tracks have such.
  public var blend: Blend?
  /// Whether every track is compared, however large the library.
  public var isExact = false
  /// Whether each answer says why it is there.
  public var explains = false

  public init(wanted: [Wanted]) { self.wanted = wanted }

  public init(seeds: [Seed]) { self.init(wanted: seeds.map { Wanted($0) }) }

  /// Searches; the seeds themselves are never among the answers.
  ///
  /// - Parameters:
  ///   - library: whose tracks.
  ///   - index: of the library, kept from search to search; nil opens it for this one.
  /// - Returns: best first, or in the order of choice where the list is to be varied.
  /// - Throws: `Failure` with `no_embedding` where a seed is silent or was not analysed, with
  ///   `invalid_filter` where nothing is asked for, and what the catalogue throws.
  public func run(in library: Library, _ index: LibraryIndex? = nil) throws -> [FoundTrack] {
    let index = index ?? LibraryIndex(library)
    do {
      return try RecommendationSearch(self, in: library, try index.current(), doubts: true)
        .answers()
    } catch is StaleIndex {
      // Whatever happened to the index or to the catalogue meanwhile: the catalogue is right.
      return try RecommendationSearch(self, in: library, try index.distrust(), doubts: false)
        .answers()
    }
  }
}
