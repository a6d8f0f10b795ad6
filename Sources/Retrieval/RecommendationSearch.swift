import Analysis
import Catalogue
import Ingestion
import Similarity
import Sound

/// An answer that the catalogue contradicts.
struct StaleIndex: Error {}

/// One run of a recommendation: widens its circle until the list is full or nothing is left.
struct RecommendationSearch {
  /// A track on its way into the list.
  private struct Candidate {
    var id: TrackID
    var distance: Double?
    var rank: Double
  }

  private let request: Recommendation
  private let library: Library
  private let index: Neighbourhood
  private let query: NeighbourQuery
  private let admission: Admission
  private let needsFacts: Bool

  /// Candidates looked at for each answer where the order is not the distance's alone.
  ///
  /// chosen: of the nearest 200 for a list of ten, far more than a target or a date can lift.
  private static let reach = 20

  /// Candidates looked at for each answer where only hubs are evened out.
  ///
  /// chosen: a rank moves by a few percent, and the fortieth is an eighth farther than the tenth.
  private static let evenReach = 4

  /// What one clear step from a target weighs, in distances between a median pair.
  ///
  /// chosen: five steps, as far as a target reaches, outweigh a quarter of the sound, which is the way
  /// from the nearest of a list to its end.
  private static let targetWeight = 0.05

  private let doubts: Bool
  private let outside: OutsideSpace?
  private let among: Neighbourhood.Admitted?

  /// Where it `doubts`, answers are held against the catalogue.
  init(
    _ request: Recommendation, in library: Library, _ index: Neighbourhood,
    doubts: Bool
  ) throws {
    self.request = request
    self.library = library
    self.index = index
    self.doubts = doubts
    guard !request.wanted.isEmpty || !request.tuning.targets.isEmpty else {
      throw Failure(
        code: "invalid_filter", description: "Nothing is asked for: give a seed or a target.")
    }
    let places = try request.wanted.map { try Place($0.seed, in: library) }
    var query = NeighbourQuery(
      seeds: zip(places, request.wanted).map {
        NeighbourQuery.Seed($0.embedding, weight: $1.weight)
      },
      unwanted: try request.unwanted.map { try Place($0, in: library).embedding })
    let named = (request.wanted.map(\.seed) + request.unwanted).compactMap(\.track)
    query.excluded = Set((named + request.excluded).map(\.description))
    query.weights = request.weights
    self.query = query
    var filter = request.filter
    if request.isHarmonic {
      guard let key = places.first?.key else {
        throw Failure(
          code: "invalid_filter", description: "The query has no key to be in harmony with.")
      }
      filter.keys = filter.keys.map { $0.intersection(key.compatible) } ?? key.compatible
    }
    admission = try Admission(
      filter, request.tuning, lists: request.wanted.isEmpty, in: library)
    among = admission.isOpen ? nil : index.admitted(admission.ids)
    outside = try request.blend.flatMap { blend in
      request.wanted.isEmpty
        ? nil : try OutsideSpace(blend.model, request.wanted, in: library)
    }
    needsFacts =
      request.artistLimit != nil || request.albumLimit != nil || !request.tuning.targets.isEmpty
  }

  func answers() throws -> [FoundTrack] {
    guard request.limit > 0 else { return [] }
    var reached = min(max(1, index.count), widest)
    while true {
      let found = try candidates(reached)
      let facts = needsFacts ? try library.catalogue.summaries(of: found.map(\.id)) : [:]
      let ranked = ranked(found, facts)
      let kept = try capped(ranked, facts)
      let isAll = found.count < reached || reached >= index.count || request.wanted.isEmpty
      if kept.count >= request.limit || isAll { return try shown(chosen(from: kept)) }
      reached = min(index.count, reached * 5)
    }
  }

  /// Whether hubs are evened out: in large collections, where something is to be near to.
  private var evens: Bool {
    !request.wanted.isEmpty && index.count >= Neighbourhood.leastForSpread
  }

  /// How many candidates to begin with: more than the list where it is not the nearest's alone.
  private var widest: Int {
    let isPlain =
      !needsFacts && request.diversity <= 0 && (request.variety?.amount ?? 0) <= 0
      && request.recording == nil && outside == nil
    let reach = isPlain ? (evens ? Self.evenReach : 1) : Self.reach
    return reach * min(request.limit, .max / reach)
  }

  /// The nearest that are admitted; without seeds, all of them.
  private func candidates(_ count: Int) throws -> [Candidate] {
    guard !request.wanted.isEmpty else {
      return admission.ids.compactMap { id in
        guard !query.excluded.contains(id), let track = TrackID(id) else { return nil }
        return Candidate(id: track, distance: nil, rank: 0)
      }
    }
    var near = index.nearest(
      to: query, limit: count, among: among, sight: request.isExact ? nil : IndexImage.sight)
    if let outside {
      // And those that the other model finds near, wherever they lie here.
      let here = Set(near.map(\.id))
      let others = outside.nearest(count, among: admission.isOpen ? nil : Set(admission.ids))
        .map(\.description).filter { !here.contains($0) }
      near += index.nearest(to: query, limit: others.count, among: index.admitted(others))
    }
    return near.compactMap { neighbour in
      TrackID(neighbour.id).map {
        Candidate(id: $0, distance: neighbour.distance, rank: neighbour.rank)
      }
    }
  }

  /// Ranked by sound, density, targets and the day; equals by id.
  private func ranked(
    _ found: [Candidate], _ facts: [TrackID: TrackSummary]
  ) -> [Candidate] {
    let tuning = request.tuning
    guard !tuning.targets.isEmpty || request.variety != nil || evens || outside != nil
    else { return found }
    return found.map { candidate in
      var candidate = candidate
      if let outside, let share = request.blend?.share {
        let there = outside.distance(to: candidate.id) * Likeness.medianDistance
        candidate.rank = (1 - share) * candidate.rank + share * there
      }
      if evens { candidate.rank *= index.evenness(of: candidate.id.description) }
      if !tuning.targets.isEmpty {
        let away = facts[candidate.id].map {
          tuning.distance(of: $0, beatsPerBar: admission.beatsPerBar[candidate.id])
        }
        candidate.rank +=
          Self.targetWeight * Likeness.medianDistance
          * (away ?? Tunable.farthest)
      }
      candidate.rank *= request.variety?.factor(of: candidate.id.description) ?? 1
      return candidate
    }.sorted { ($0.rank, $0.id.description) < ($1.rank, $1.id.description) }
  }

  /// Without what is too much of one recording, artist or album.
  private func capped(
    _ ranked: [Candidate], _ facts: [TrackID: TrackSummary]
  ) throws -> [Candidate] {
    var recordings: Set<String> = []
    if let recording = request.recording {
      let named = (request.wanted.map(\.seed) + request.unwanted).compactMap(\.track)
      recordings = Set(try named.compactMap(recording))
    }
    var (artists, albums): ([String: Int], [String: Int]) = ([:], [:])
    return try ranked.filter { candidate in
      let fact = facts[candidate.id]
      if let most = request.artistLimit, let artist = fact?.artists.first?.lowercased() {
        guard artists[artist, default: 0] < most else { return false }
      }
      if let most = request.albumLimit, let album = fact?.album {
        guard albums[album, default: 0] < most else { return false }
      }
      if let name = try request.recording?(candidate.id) {
        guard recordings.insert(name).inserted else { return false }
      }
      if let artist = fact?.artists.first?.lowercased() { artists[artist, default: 0] += 1 }
      if let album = fact?.album { albums[album, default: 0] += 1 }
      return true
    }
  }

  /// The list itself: the first, or a varied choice among them.
  private func chosen(from kept: [Candidate]) -> [Candidate] {
    guard request.diversity > 0, !request.wanted.isEmpty else {
      return Array(kept.prefix(request.limit))
    }
    let near = kept.prefix(Neighbourhood.candidates(for: request.limit))
    let neighbours = near.map { candidate in
      Neighbour(
        id: candidate.id.description, row: 0, distance: candidate.distance ?? 0,
        rank: candidate.rank)
    }
    let varied = index.varied(neighbours, limit: request.limit, diversity: request.diversity)
    return varied.compactMap { neighbour in
      TrackID(neighbour.id).map {
        Candidate(id: $0, distance: neighbour.distance, rank: neighbour.rank)
      }
    }
  }

  private func shown(_ list: [Candidate]) throws -> [FoundTrack] {
    let seed = request.wanted.first?.seed.track
    let facts =
      request.explains
      ? try library.catalogue.summaries(of: list.map(\.id) + [seed].compactMap { $0 }) : [:]
    return try list.compactMap { candidate in
      let entry = try library.catalogue.entry(candidate.id)
      if doubts, candidate.distance != nil {
        guard
          entry?.derivatives.embedding?.vector
            == index.embedding(of: candidate.id.description)?.vector
        else { throw StaleIndex() }
      }
      guard let entry else { return nil }
      let shares =
        request.explains ? index.shares(of: candidate.id.description, for: query) : nil
      let reason = shares.flatMap { shares in
        facts[candidate.id].map {
          Reason(
            shares, of: candidate.distance ?? 0, between: seed.flatMap { facts[$0] }, and: $0)
        }
      }
      return FoundTrack(
        entry: entry, distance: candidate.distance,
        similarity: candidate.distance.map(Likeness.similarity), shares: shares, reason: reason)
    }
  }
}
