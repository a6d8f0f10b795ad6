public import Catalogue
import Foundation
public import Ingestion
import Similarity
public import Sound

/// A list for a day out of what was listened to: some of it known and rested, the rest new and near.
///
/// The same log, library and date give the same mix; another date gives another. It never holds a
/// track twice, one that was skipped more than heard, or one heard in the last two days.
public struct DailyMix: Sendable {
  /// One list.
  public struct Answer: Sendable {
    /// In the order of playing.
    public let tracks: [CatalogueEntry]
    /// Those that the log knows.
    public let familiar: Set<TrackID>
    /// What the new ones were sought around.
    public let seeds: [TrackID]
    public let figures: TrackOrder.Figures
  }

  public var plays: [Play]
  /// The day, "2026-11-21": only what was played before its end (UTC) counts.
  public var date: String
  public var length = 25
  /// The share of tracks that the log knows, where it knows enough.
  public var familiarShare = 0.4
  /// Most tracks of one artist.
  public var artistLimit = 2
  public var filter = TrackFilter()
  /// The recording that a track holds; see `Recommendation.recording`.
  public var recording: (@Sendable (TrackID) throws -> String?)?

  public init(plays: [Play], date: String) {
    self.plays = plays
    self.date = date
  }

  /// Tracks that the new ones are sought around.
  ///
  /// chosen: as many as the public API takes.
  private static let seeds = 5
  /// chosen: half of the list changes from day to day; see `Variety`.
  private static let variety = 1.0
  /// chosen: as far as lists stay about their seeds.
  private static let diversity = 0.3

  /// Makes the mix.
  ///
  /// - Parameters:
  ///   - library: whose tracks.
  ///   - index: of the library, kept from search to search; nil opens it for this one.
  /// - Returns: the mix.
  /// - Throws: `Failure` with `nothing_played` where the log likes no track of the library and with
  ///   `invalid_date`, and what the catalogue throws.
  public func run(in library: Library, _ index: LibraryIndex? = nil) throws -> Answer {
    let index = index ?? LibraryIndex(library)
    let end = try end(of: date)
    let heard = plays.filter { $0.at < end }
    let taste = Taste(heard, at: end)
    let facts = try library.catalogue.summaries(of: taste.liked.map(\.track))
    let places = try index.current()
    let liked = taste.liked.filter {
      facts[$0.track] != nil && places.holds($0.track.description)
    }
    guard !liked.isEmpty else {
      throw Failure(
        code: "nothing_played",
        description: "The log holds no track of this library that was heard to its end.")
    }
    let seeds = mood(of: liked, in: places)
    let known = try familiar(liked, near: seeds, taste, facts, library, index)
    let fresh = try discoveries(
      seeds, taste, notOf: Set(heard.map(\.track)), beside: known, library, index)
    var order = TrackOrder(known + fresh)
    order.isHarmonic = true
    let ordered = try order.run(in: library)
    return Answer(
      tracks: ordered.tracks, familiar: Set(known), seeds: seeds.map(\.track),
      figures: ordered.figures)
  }

  /// The day's mood: a liked track, drawn by the day in proportion to its weight, and those of the
  /// liked that are nearest to it.
  private func mood(
    of liked: [(track: TrackID, weight: Double)], in index: Neighbourhood
  ) -> [(track: TrackID, weight: Double)] {
    let variety = Variety(amount: 1, seed: date)
    let total = liked.reduce(0) { $0 + $1.weight }
    var left = variety.share(of: "mood") * total
    let lead =
      liked.first {
        left -= $0.weight
        return left < 0
      } ?? liked[0]
    guard let centre = index.embedding(of: lead.track.description) else { return [lead] }
    let near = liked.compactMap { item in
      index.embedding(of: item.track.description).map { (item, $0.distance(to: centre)) }
    }.sorted { ($0.1, $0.0.track.description) < ($1.1, $1.0.track.description) }
    return near.prefix(Self.seeds).map(\.0)
  }

  /// Liked, rested and near the mood, the day's choice.
  private func familiar(
    _ liked: [(track: TrackID, weight: Double)], near seeds: [(track: TrackID, weight: Double)],
    _ taste: Taste, _ facts: [TrackID: TrackSummary], _ library: Library, _ index: LibraryIndex
  ) throws -> [TrackID] {
    let wanted = Int((Double(length) * min(max(familiarShare, 0), 1)).rounded())
    let rested = Set(liked.map(\.track)).subtracting(taste.resting)
    guard wanted > 0, !rested.isEmpty else { return [] }
    // The seeds belong to the known: they are asked for by name, since a search never answers them.
    let named = seeds.map(\.track).filter { track in
      rested.contains(track) && facts[track].map(filter.admits) ?? false
    }
    var request = request(around: seeds)
    request.limit = wanted * 2
    let others = Set(try library.catalogue.trackIDs()).subtracting(rested)
    request.excluded = others
    let found = try request.run(in: library, index).map(\.entry.track.id)
    return try capped(named + found, after: [], library, most: wanted)
  }

  /// New to the log, and near.
  private func discoveries(
    _ seeds: [(track: TrackID, weight: Double)], _ taste: Taste, notOf heard: Set<TrackID>,
    beside known: [TrackID], _ library: Library, _ index: LibraryIndex
  ) throws -> [TrackID] {
    let wanted = length - known.count
    guard wanted > 0 else { return [] }
    var request = request(around: seeds)
    request.excluded = heard
    request.unwanted = taste.disliked.prefix(Self.seeds).map { .track($0) }
    // Some may fall to the caps beside the known ones.
    request.limit = wanted + known.count
    let found = try request.run(in: library, index).map(\.entry.track.id)
    return try capped(found, after: known, library, most: wanted)
  }

  private func request(around seeds: [(track: TrackID, weight: Double)]) -> Recommendation {
    var request = Recommendation(
      wanted: seeds.map { Recommendation.Wanted(.track($0.track), weight: $0.weight) })
    request.filter = filter
    request.artistLimit = artistLimit
    request.recording = recording
    request.variety = Variety(amount: Self.variety, seed: date)
    request.diversity = Self.diversity
    return request
  }

  /// The first `most` of `tracks` that break no cap after `others`.
  private func capped(
    _ tracks: [TrackID], after others: [TrackID], _ library: Library, most: Int
  ) throws -> [TrackID] {
    let facts = try library.catalogue.summaries(of: tracks + others)
    var (artists, recordings): ([String: Int], Set<String>) = ([:], [])
    var kept: [TrackID] = []
    for track in others + tracks where kept.count < others.count + most {
      if let artist = facts[track]?.artists.first?.lowercased() {
        guard artists[artist, default: 0] < artistLimit else { continue }
        artists[artist, default: 0] += 1
      }
      if let name = try recording?(track) {
        guard recordings.insert(name).inserted else { continue }
      }
      kept.append(track)
    }
    return Array(kept.dropFirst(others.count))
  }

  /// Seconds since 1970 at the end of the day.
  private func end(of date: String) throws -> Double {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "yyyy-MM-dd"
    guard let day = formatter.date(from: date) else {
      throw Failure(
        code: "invalid_date", description: "\(date) is no date; write it as 2026-11-21.")
    }
    return day.timeIntervalSince1970 + 86_400
  }
}
