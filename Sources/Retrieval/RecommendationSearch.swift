import Analysis
import Catalogue
import Ingestion
import Similarity
import Sound

/// An answer that the catalogue contradicts.
struct StaleIndex: Error {}

/// One run of a recommendation, with what it asks of tracks read from the catalogue.
struct RecommendationSearch {
  private let request: Recommendation
  private let library: Library
  private let index: Neighbourhood
  private let query: NeighbourQuery
  private let admission: Admission
  private let needsFacts: Bool

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
    var facts: [String: TrackSummary] = [:]
    let list = try rules().list(
      in: index, isNear: !request.wanted.isEmpty,
      nearest: { count in
        let found = try candidates(count)
        facts = needsFacts ? try self.facts(of: found) : [:]
        return found
      },
      adding: { away($0, facts[$0.id]) },
      heading: { try heading($0, facts[$0.id]) })
    return try shown(list)
  }

  private func rules() throws -> ListRules {
    var rules = ListRules()
    rules.limit = request.limit
    (rules.artistLimit, rules.albumLimit) = (request.artistLimit, request.albumLimit)
    (rules.diversity, rules.variety) = (request.diversity, request.variety)
    rules.looksFar = !request.tuning.targets.isEmpty || outside != nil
    if let recording = request.recording {
      let named = (request.wanted.map(\.seed) + request.unwanted).compactMap(\.track)
      rules.left = Set(try named.compactMap(recording))
    }
    return rules
  }

  private func facts(of found: [Neighbour]) throws -> [String: TrackSummary] {
    let facts = try library.catalogue.summaries(of: found.compactMap { TrackID($0.id) })
    return Dictionary(uniqueKeysWithValues: facts.map { ($0.key.description, $0.value) })
  }

  /// What the targets add to a rank.
  private func away(_ neighbour: Neighbour, _ fact: TrackSummary?) -> Double {
    guard !request.tuning.targets.isEmpty else { return 0 }
    let steps = fact.map {
      request.tuning.distance(of: $0, beatsPerBar: admission.beatsPerBar[$0.track])
    }
    return Tuning.stepWeight * (steps ?? Tunable.farthest)
  }

  private func heading(_ neighbour: Neighbour, _ fact: TrackSummary?) throws -> ListRules.Heading {
    ListRules.Heading(
      artist: fact?.artists.first?.lowercased(), album: fact?.album,
      recording: try TrackID(neighbour.id).flatMap { try request.recording?($0) })
  }

  /// The nearest that are admitted; without seeds, all of them.
  private func candidates(_ count: Int) throws -> [Neighbour] {
    guard !request.wanted.isEmpty else {
      return admission.ids.filter { !query.excluded.contains($0) }
        .map { Neighbour(id: $0, row: 0, distance: 0, rank: 0) }
    }
    var near = index.nearest(
      to: query, limit: count, among: among, sight: request.isExact ? nil : IndexImage.sight)
    guard let outside, let share = request.blend?.share else { return near }
    // And those that the other model finds near, wherever they lie here.
    let here = Set(near.map(\.id))
    let others = outside.nearest(count, among: admission.isOpen ? nil : Set(admission.ids))
      .map(\.description).filter { !here.contains($0) }
    near += index.nearest(to: query, limit: others.count, among: index.admitted(others))
    return near.map { neighbour in
      let there =
        TrackID(neighbour.id).map { outside.distance(to: $0) * Likeness.medianDistance } ?? 0
      return Neighbour(
        id: neighbour.id, row: neighbour.row, distance: neighbour.distance,
        rank: (1 - share) * neighbour.rank + share * there)
    }
  }

  private func shown(_ list: [Neighbour]) throws -> [FoundTrack] {
    let isNear = !request.wanted.isEmpty
    let seed = request.wanted.first?.seed.track
    let facts =
      request.explains
      ? try library.catalogue.summaries(
        of: list.compactMap { TrackID($0.id) } + [seed].compactMap { $0 }) : [:]
    return try list.compactMap { neighbour in
      guard let id = TrackID(neighbour.id) else { return nil }
      let entry = try library.catalogue.entry(id)
      if doubts, isNear {
        guard
          entry?.derivatives.embedding?.vector == index.embedding(of: neighbour.id)?.vector
        else { throw StaleIndex() }
      }
      guard let entry else { return nil }
      let shares = request.explains ? index.shares(of: neighbour.id, for: query) : nil
      let reason = shares.flatMap { shares in
        facts[id].map {
          Reason(shares, of: neighbour.distance, between: seed.flatMap { facts[$0] }, and: $0)
        }
      }
      let distance = isNear ? neighbour.distance : nil
      return FoundTrack(
        entry: entry, distance: distance, similarity: distance.map(Likeness.similarity),
        shares: shares, reason: reason)
    }
  }
}
