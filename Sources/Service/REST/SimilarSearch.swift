import Analysis
import Catalogue
import Foundation
import Interchange
import Retrieval
import Similarity

/// "What sounds like this?", answered from the shelf.
struct SimilarSearch {
  let shelf: Shelf
  private let seeds: [String]
  private let query: NeighbourQuery
  private let rules: ListRules
  private let copies: Bool
  private let isExact: Bool
  private let explains: Bool
  private let filter: CardFilter

  /// A search from some tracks on.
  ///
  /// - Parameters:
  ///   - seeds: ids of tracks.
  ///   - items: what `Operation` lists for it.
  ///   - shelf: to search on.
  /// - Throws: `notFound` for seeds that are none, or without a place in the space.
  init(_ seeds: [String], _ items: QueryItems, shelf: Shelf) throws {
    (self.shelf, self.seeds) = (shelf, seeds)
    rules = try Self.rules(items)
    copies = try items.flag("all_copies")
    isExact = try items.flag("exact")
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
    var query = NeighbourQuery(
      seeds: try seeds.map { .init(try place($0)) }, unwanted: try unwanted.map(place),
      excluded: Set(seeds + unwanted))
    query.weights = try Self.weights(items)
    self.query = query
    var filter = try CardFilter(items)
    if try items.flag("harmonic") {
      guard let key = seeds.first.flatMap(shelf.card)?.key else {
        throw ServiceError.invalid("The query has no key to be in harmony with.")
      }
      filter.keys = filter.keys.map { $0.intersection(key.compatible) } ?? key.compatible
    }
    self.filter = filter
  }

  private static func rules(_ items: QueryItems) throws -> ListRules {
    let cap = { (name: String) in
      items[name] == nil ? nil : try items.integer(name, in: 1...500, or: 1)
    }
    var rules = ListRules()
    rules.limit = try items.integer("limit", in: 1...500, or: 10)
    rules.artistLimit = try cap("max_per_artist")
    rules.albumLimit = try cap("max_per_album")
    rules.diversity = try items.number("diversity", in: 0...1) ?? 0
    if let amount = try items.number("variety", in: 0...1), amount > 0 {
      rules.variety = Variety(amount: amount, seed: items.text("date") ?? today)
    }
    return rules
  }

  /// What each family of features counts, by the families' names.
  static let weightRange = 0.0...100.0

  private static func weights(_ items: QueryItems) throws -> FamilyWeights {
    var weights = FamilyWeights.usual
    for family in FeatureFamily.allCases {
      guard let multiple = try items.number("weight_\(family.rawValue)", in: weightRange) else {
        continue
      }
      weights[family] = multiple
    }
    guard FeatureFamily.allCases.contains(where: { weights[$0] > 0 }) else {
      throw ServiceError.invalid("The weights leave nothing to go by.")
    }
    return weights
  }

  /// The day here, such as "2026-11-21".
  private static var today: String {
    let day = Calendar(identifier: .gregorian)
      .dateComponents([.year, .month, .day], from: Date())
    let parts = [day.year ?? 0, day.month ?? 0, day.day ?? 0]
    return parts.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: "-")
  }

  var neighbours: [Neighbour] {
    shelf.list(
      near: query, by: rules, copies: copies, isExact: isExact,
      where: filter.isEmpty ? nil : { filter.admits(shelf.cards[$0]) })
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
