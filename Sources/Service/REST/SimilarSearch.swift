import Analysis
import Catalogue
import Interchange
import Similarity

/// "What sounds like this?", answered from the shelf.
struct SimilarSearch {
  let shelf: Shelf
  private let seeds: [String]
  private let query: NeighbourQuery
  private let limit: Int
  private let artistLimit: Int?
  private let diversity: Double
  private let explains: Bool
  private let filter: CardFilter

  /// A search from some tracks on.
  ///
  /// - Parameters:
  ///   - seeds: ids of tracks.
  ///   - items: `limit`, `not`, `max_per_artist`, `diversity`, `why`, `harmonic` and what `CardFilter` takes.
  ///   - shelf: to search on.
  /// - Throws: `notFound` for seeds that are none, or without a place in the space.
  init(_ seeds: [String], _ items: QueryItems, shelf: Shelf) throws {
    (self.shelf, self.seeds) = (shelf, seeds)
    limit = try items.integer("limit", in: 1...500, or: 10)
    artistLimit =
      items["max_per_artist"] == nil
      ? nil : try items.integer("max_per_artist", in: 1...500, or: 1)
    diversity = try items.number("diversity", in: 0...1) ?? 0
    explains = try items.flag("why")
    let unwanted = items.list("not")
    let place = { (id: String) throws -> Embedding in
      guard shelf.row(id.utf8) != nil else {
        throw ServiceError.notFound("There is no such track.")
      }
      guard let place = shelf.places.embedding(of: id) else {
        throw ServiceError.notFound("The track is silent or not analysed: nothing is like it.")
      }
      return place
    }
    query = NeighbourQuery(
      seeds: try seeds.map { .init(try place($0)) }, unwanted: try unwanted.map(place),
      excluded: Set(seeds + unwanted))
    var filter = try CardFilter(items)
    if try items.flag("harmonic") {
      guard let key = seeds.first.flatMap(shelf.card)?.key else {
        throw ServiceError.invalid("The query has no key to be in harmony with.")
      }
      filter.keys = filter.keys.map { $0.intersection(key.compatible) } ?? key.compatible
    }
    self.filter = filter
  }

  var neighbours: [Neighbour] {
    let wanted = diversity > 0 ? Neighbourhood.candidates(for: limit) : limit
    let near = shelf.nearest(
      to: query, limit: wanted, artistLimit: artistLimit,
      where: filter.isEmpty ? nil : { filter.admits(shelf.cards[$0]) })
    return diversity > 0 ? shelf.places.varied(near, limit: limit, diversity: diversity) : near
  }

  /// As `assonance similar --json` prints it.
  var json: JSONValue {
    .object([
      "query": .array(seeds.map { .string($0) }),
      "results": .array(neighbours.map { json($0) }),
    ])
  }

  private func json(_ neighbour: Neighbour) -> JSONValue {
    let card = shelf.card(neighbour.id)
    let head: JSONValue = .object([
      "track": .string(neighbour.id), "title": .string(card?.title),
      "artist": .string(card?.artists.first), "distance": .number(neighbour.distance, places: 4),
      "similarity": .number(neighbour.similarity, places: 3),
    ])
    guard explains, let shares = shelf.places.shares(of: neighbour.id, for: query) else {
      return head
    }
    return head.adding([
      "why": .object([
        "timbre": .number(shares.timbre, places: 3), "rhythm": .number(shares.rhythm, places: 3),
        "tonality": .number(shares.tonality, places: 3),
        "dynamics": .number(shares.dynamics, places: 3),
      ])
    ])
  }
}
