public import Catalogue
public import Ingestion
public import Similarity
public import Sound

/// A journey of tracks from one sound to another.
///
/// It begins with the one and ends with the other, repeats no track and no recording, and every stop
/// is farther on the way than the one before; see `Journey` for what is least about its steps.
public struct SonicPath: Sendable {
  /// What a journey came to.
  public struct Answer: Sendable {
    /// From the beginning to the end; fewer than asked for where no more tracks lie on the way.
    public let stops: [CatalogueEntry]
    /// Between one stop and the next: one less than stops.
    public let steps: [Double]
    /// Of each stop, from 0 at the beginning to 1 at the end.
    public let progress: [Double]
    /// From the beginning to the end at once.
    public let direct: Double

    public init(stops: [CatalogueEntry], steps: [Double], progress: [Double], direct: Double) {
      self.stops = stops
      self.steps = steps
      self.progress = progress
      self.direct = direct
    }

    /// The longest step; 0 for a single stop.
    public var largestStep: Double { steps.max() ?? 0 }
    /// How far the longest step is beyond the mean: 1 for even steps.
    public var unevenness: Double {
      let mean = steps.reduce(0, +) / Double(max(1, steps.count))
      return mean > 0 ? largestStep / mean : 1
    }
    /// Whether the direct leap is longer than every step.
    public var isGentler: Bool { largestStep <= direct }
  }

  public var start: TrackID
  public var end: TrackID
  /// Tracks in all, the two ends among them; 2 or more.
  public var length = 10
  /// Conditions on the tracks between; the ends are what they are.
  public var filter = TrackFilter()
  /// Most tracks of one artist between the ends, those of the ends included; nil for any number.
  public var artistLimit: Int?
  /// The recording that a track holds; see `Recommendation.recording`.
  public var recording: (@Sendable (TrackID) throws -> String?)?
  /// What likeness shall rest on.
  public var weights = FamilyWeights.usual

  public init(from start: TrackID, to end: TrackID) {
    self.start = start
    self.end = end
  }

  /// Tracks looked at around each point of the straight line.
  ///
  /// chosen: ways are the same from 32 on in all but one of twenty pairs of the corpus.
  private static let breadth = 48
  /// Tracks looked at in all: the search takes the square of it.
  ///
  /// chosen: 400 for ten stops take 20 ms.
  private static let most = 400

  /// Finds the way.
  ///
  /// - Parameters:
  ///   - library: whose tracks.
  ///   - index: of the library, kept from search to search; nil opens it for this one.
  /// - Returns: the journey and what it came to.
  /// - Throws: `Failure` with `no_embedding` where an end is silent or not analysed, and what the
  ///   catalogue throws.
  public func run(in library: Library, _ index: LibraryIndex? = nil) throws -> Answer {
    let index = try (index ?? LibraryIndex(library)).current()
    let ends = try [start, end].map { try Place(.track($0), in: library).embedding }
    let admission = try Admission(filter, in: library)
    let around = try candidates(between: ends, in: index, admission, library)
    let points = around.compactMap { index.embedding(of: $0.description)?.weighted(weights) }
    let journey = Journey(
      from: ends[0].weighted(weights), to: ends[1].weighted(weights), over: points,
      count: max(0, length - 2))
    let tracks = [start] + journey.stops.map { around[$0] } + (start == end ? [] : [end])
    let stops = try tracks.compactMap { try library.catalogue.entry($0) }
    return Answer(
      stops: stops, steps: start == end ? [] : journey.steps,
      progress: start == end ? [0] : [0] + journey.progress + [1], direct: journey.direct)
  }

  /// Those near the straight line, nearest to its points first; caps are kept by whoever is nearer.
  private func candidates(
    between ends: [Embedding], in index: Neighbourhood, _ admission: Admission,
    _ library: Library
  ) throws -> [TrackID] {
    let inner = max(0, length - 2)
    guard inner > 0, start != end else { return [] }
    let among = admission.isOpen ? nil : index.admitted(admission.ids)
    var best: [TrackID: Double] = [:]
    for stop in 1...inner {
      let part = Double(stop) / Double(inner + 1)
      // Two seeds, weighted: low sums of distances lie near the line, and the weight says where.
      var query = NeighbourQuery(seeds: [
        NeighbourQuery.Seed(ends[0], weight: 1 - part), NeighbourQuery.Seed(ends[1], weight: part),
      ])
      query.excluded = [start.description, end.description]
      query.weights = weights
      for neighbour in index.nearest(to: query, limit: Self.breadth, among: among) {
        guard let id = TrackID(neighbour.id) else { continue }
        best[id] = min(best[id] ?? .infinity, neighbour.distance)
      }
    }
    let ordered = best.sorted { ($0.value, $0.key.description) < ($1.value, $1.key.description) }
    return Array(try capped(ordered.map(\.key), library).prefix(Self.most))
  }

  private func capped(_ tracks: [TrackID], _ library: Library) throws -> [TrackID] {
    let ends = [start, end]
    var recordings = Set(try ends.compactMap { try recording?($0) })
    var artists: [String: Int] = [:]
    let facts =
      artistLimit == nil ? [:] : try library.catalogue.summaries(of: tracks + ends)
    for end in ends {
      if let artist = facts[end]?.artists.first?.lowercased() { artists[artist, default: 0] += 1 }
    }
    return try tracks.filter { track in
      if let most = artistLimit, let artist = facts[track]?.artists.first?.lowercased() {
        guard artists[artist, default: 0] < most else { return false }
        artists[artist, default: 0] += 1
      }
      guard let name = try recording?(track) else { return true }
      return recordings.insert(name).inserted
    }
  }
}
