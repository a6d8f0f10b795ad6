public import Similarity

/// How the tracks near to a query become a list: ranked by more than their distance, capped, varied.
///
/// The one place where lists are made, for commands and for the server; they differ in where they read what is asked
/// of a track.
public struct ListRules: Sendable {
  /// What caps ask of a track; nil counts against none.
  public struct Heading: Sendable {
    /// The first artist, in lower case.
    public var artist: String?
    /// What tells its album from others.
    public var album: String?
    /// What tells its recording from others; nil where each track is its own.
    public var recording: String?

    public init(artist: String? = nil, album: String? = nil, recording: String? = nil) {
      (self.artist, self.album, self.recording) = (artist, album, recording)
    }
  }

  public var limit = 10
  /// Most answers of one artist; nil for any number.
  public var artistLimit: Int?
  /// Most answers of one album; nil for any number.
  public var albumLimit: Int?
  /// 0 for the nearest, 1 for the most varied of the near.
  public var diversity = 0.0
  /// How the list changes from day to day.
  public var variety: Variety?
  /// Recordings that are not answered: the query's own.
  public var left: Set<String> = []
  /// Whether something else than is told here decides of the order as well.
  public var looksFar = false

  /// Candidates looked at for each answer where the order is not the distance's alone.
  ///
  /// chosen: of the nearest 200 for a list of ten, far more than a target or a date can lift.
  private static let reach = 20

  /// Candidates looked at for each answer where only hubs are evened out.
  ///
  /// chosen: a rank moves by a few percent, and the fortieth is an eighth farther than the tenth.
  private static let evenReach = 4

  public init() {}

  /// Makes the list: widens the circle until it is full or nothing is left.
  ///
  /// - Parameters:
  ///   - index: in which the tracks have their places.
  ///   - isNear: whether there is something to be near to.
  ///   - nearest: as many of the nearest tracks that may answer; fewer only where there are no more.
  ///   - adding: what is added to a track's rank, in distances.
  ///   - heading: what caps ask of a track.
  /// - Returns: best first, or in the order of choice where the list is to be varied.
  public func list(
    in index: Neighbourhood, isNear: Bool = true, nearest: (Int) throws -> [Neighbour],
    adding: (Neighbour) -> Double = { _ in 0 }, heading: (Neighbour) throws -> Heading
  ) rethrows -> [Neighbour] {
    guard limit > 0 else { return [] }
    var reached = min(max(1, index.count), widest(evens(index, isNear)))
    while true {
      let found = try nearest(reached)
      let ranked = ranked(found, in: index, evens: evens(index, isNear), adding)
      let kept = try capped(ranked, heading)
      let isAll = found.count < reached || reached >= index.count || !isNear
      if kept.count >= limit || isAll { return chosen(from: kept, in: index, isNear) }
      reached = min(index.count, reached * 5)
    }
  }

  /// Whether hubs are evened out: in large collections, where something is to be near to.
  private func evens(_ index: Neighbourhood, _ isNear: Bool) -> Bool {
    isNear && index.count >= Neighbourhood.leastForSpread
  }

  /// How many candidates to begin with: more than the list where it is not the nearest's alone.
  private func widest(_ evens: Bool) -> Int {
    let isPlain =
      !looksFar && artistLimit == nil && albumLimit == nil && diversity <= 0
      && (variety?.amount ?? 0) <= 0
    let reach = isPlain ? (evens ? Self.evenReach : 1) : Self.reach
    return reach * min(limit, .max / reach)
  }

  /// Ranked by sound, density, what is added and the day; equals by id.
  private func ranked(
    _ found: [Neighbour], in index: Neighbourhood, evens: Bool, _ adding: (Neighbour) -> Double
  ) -> [Neighbour] {
    found.map { neighbour in
      var rank = neighbour.rank
      if evens { rank *= index.evenness(of: neighbour) }
      rank += adding(neighbour)
      rank *= variety?.factor(of: neighbour.id) ?? 1
      return Neighbour(
        id: neighbour.id, row: neighbour.row, distance: neighbour.distance, rank: rank)
    }.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }
  }

  /// Without what is too much of one recording, artist or album.
  private func capped(
    _ ranked: [Neighbour], _ heading: (Neighbour) throws -> Heading
  ) rethrows -> [Neighbour] {
    var recordings = left
    var (artists, albums): ([String: Int], [String: Int]) = ([:], [:])
    return try ranked.filter { neighbour in
      let heading = try heading(neighbour)
      if let most = artistLimit, let artist = heading.artist {
        guard artists[artist, default: 0] < most else { return false }
      }
      if let most = albumLimit, let album = heading.album {
        guard albums[album, default: 0] < most else { return false }
      }
      if let recording = heading.recording {
        guard recordings.insert(recording).inserted else { return false }
      }
      if let artist = heading.artist { artists[artist, default: 0] += 1 }
      if let album = heading.album { albums[album, default: 0] += 1 }
      return true
    }
  }

  /// The list itself: the first, or a varied choice among them.
  private func chosen(
    from kept: [Neighbour], in index: Neighbourhood, _ isNear: Bool
  ) -> [Neighbour] {
    guard diversity > 0, isNear else { return Array(kept.prefix(limit)) }
    let near = Array(kept.prefix(Neighbourhood.candidates(for: limit)))
    return index.varied(near, limit: limit, diversity: diversity)
  }
}
