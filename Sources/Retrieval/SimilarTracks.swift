import Analysis
public import Catalogue
public import Ingestion
public import Similarity
public import Sound
import Tagging

/// Answers "what sounds like this?" out of a library.
public struct SimilarTracks: Sendable {
  /// What a search starts from.
  public enum Seed: Sendable, Hashable {
    case track(TrackID)
    /// A file that is in no library; it is analysed on the spot.
    case file(SourcePath)
  }

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
  /// 0 for the nearest, 1 for the most varied of the near.
  public var diversity = 0.0
  public var explains = false

  public init(seeds: [Seed]) { self.seeds = seeds }

  /// Searches; the seeds themselves are never among the answers.
  ///
  /// - Throws: `Failure` with `no_embedding` where a seed is silent or was not analysed, and what the
  ///   catalogue throws.
  public func run(in library: Library) throws -> [Answer] {
    let index = try Self.index(of: library)
    let places = try seeds.map { try Place($0, in: library) }
    let query = NeighbourQuery(
      seeds: places.map { NeighbourQuery.Seed($0.embedding) },
      unwanted: try unwanted.map { try Place($0, in: library).embedding },
      excluded: Set((seeds + unwanted).compactMap { $0.track?.description }))
    var filter = self.filter
    if isHarmonic {
      guard let key = places.first?.key else {
        throw Failure(
          code: "invalid_filter", description: "The query has no key to be in harmony with.")
      }
      filter.keys = filter.keys.map { $0.intersection(key.compatible) } ?? key.compatible
    }
    let admission = try Admission(filter, artistLimit: artistLimit, in: library)
    let wanted = diversity > 0 ? NeighbourIndex.candidates(for: limit) : limit
    var near: [Neighbour]
    if let artistLimit {
      near = index.nearest(
        to: query, limit: wanted, atMost: artistLimit,
        of: { admission.artist(index.ids[$0]) }, where: { admission.admits(index.ids[$0]) })
    } else {
      near = index.nearest(
        to: query, limit: wanted, where: { admission.admits(index.ids[$0]) })
    }
    if diversity > 0 { near = index.varied(near, limit: limit, diversity: diversity) }
    return try near.compactMap { neighbour in
      guard let id = TrackID(neighbour.id), let entry = try library.catalogue.entry(id) else {
        return nil
      }
      return Answer(
        entry: entry, distance: neighbour.distance, similarity: neighbour.similarity,
        shares: explains ? index.shares(of: neighbour.id, for: query) : nil)
    }
  }

  /// The places of all tracks.
  private static func index(of library: Library) throws -> NeighbourIndex {
    var index = NeighbourIndex()
    for (track, vector) in try library.catalogue.embeddings(version: SpaceVersion.current) {
      index.update(
        track.description, to: try Embedding(vector: vector, version: SpaceVersion.current))
    }
    return index
  }
}

extension SimilarTracks.Seed {
  /// The track, where it is one of the library's.
  public var track: TrackID? { if case .track(let id) = self { id } else { nil } }
}

/// Where a seed lies.
private struct Place {
  let embedding: Embedding
  let key: Key?

  init(_ seed: SimilarTracks.Seed, in library: Library) throws {
    switch seed {
    case .track(let id):
      let entry = try library.catalogue.entry(id)
      guard let stored = entry?.derivatives.embedding else {
        throw Failure(
          code: "no_embedding",
          description: "The track \(id) is silent or has not been analysed, so nothing is like it.")
      }
      embedding = try Embedding(vector: stored.vector, version: stored.version)
      key = entry?.derivatives.analysis?.key?.key
    case .file(let path):
      let analysis = try FileAnalysis(access: library.access).run(path).get()
      guard let embedding = try Embedding(of: analysis) else {
        throw Failure(
          code: "no_embedding", description: "\(path.name) is silent, so nothing is like it.")
      }
      self.embedding = embedding
      key = analysis.key?.key
    }
  }
}

/// Which tracks may answer, read once from the catalogue where a condition asks for it.
private struct Admission {
  private var admitted: Set<String>?
  private var artists: [String: String] = [:]

  init(_ filter: TrackFilter, artistLimit: Int?, in library: Library) throws {
    guard !filter.isEmpty || artistLimit != nil else { return }
    var admitted: Set<String> = []
    var artists: [String: String] = [:]
    try library.catalogue.forEachSummary(where: filter) { summary in
      let id = summary.track.description
      admitted.insert(id)
      artists[id] = summary.artists.first?.lowercased()
    }
    self.admitted = admitted
    self.artists = artists
  }

  func admits(_ id: String) -> Bool { admitted?.contains(id) ?? true }
  func artist(_ id: String) -> String? { artists[id] }
}
