import Catalogue
import Foundation
import Interchange
import Retrieval
import Similarity
import Sound

/// Tracks like up to five seeds, within bounds and near to wishes.
///
/// What lies within the bounds is ranked by its distance to the seeds in the similarity space; wishes add to that
/// distance, so that of two tracks equally alike the one nearer to the wish comes first.
struct Recommendations {
  /// Most seeds of all kinds together.
  static let seedLimit = 5
  /// Places that stand for an artist or a genre at most: their first tracks, evenly taken.
  ///
  /// Chosen: the search costs as many scans.
  private static let placesPerSeed = 5
  private struct Seed {
    let kind: String
    let id: String
    /// The rows that it stands for; empty for what the library does not have.
    let rows: [Int]
    let href: String?
  }

  private let shelf: Shelf
  private let seeds: [Seed]
  private let tunables: Tunables
  /// What lies within the bounds; nil where there are none.
  private let within: RowMask?
  private let limit: Int

  /// - Throws: `invalid` for no seeds, too many, or parameters that make no sense.
  init(_ query: QueryItems, shelf: Shelf, base: String) throws {
    self.shelf = shelf
    tunables = try Tunables(query)
    within = tunables.admitted(shelf.columns)
    limit = try query.integer("limit", in: 1...100, or: 20)
    let ids = { (name: String, kind: String) in
      query.list(name).map { Self.bare($0, kind) }
    }
    let tracks = ids("seed_tracks", "track").map { id in
      Seed(
        kind: "track", id: id, rows: shelf.row(id.utf8).map { [$0] } ?? [],
        href: "\(base)/v1/tracks/\(id)")
    }
    let artists = ids("seed_artists", "artist").map { id in
      Seed(
        kind: "artist", id: id, rows: shelf.artists[id]?.rows ?? [],
        href: "\(base)/v1/artists/\(id)")
    }
    let genres = query.list("seed_genres").map { name in
      let name = name.trimmed.lowercased()
      return Seed(kind: "genre", id: name, rows: shelf.genres(named: name), href: nil)
    }
    seeds = artists + genres + tracks
    for seed in tracks + artists where !seed.id.utf8.allSatisfy(Self.isBase62) {
      throw ServiceError.invalid("invalid request")
    }
    guard !seeds.isEmpty else {
      throw ServiceError.invalid("At least one of seed_artists, seed_genres, seed_tracks is needed")
    }
    guard seeds.count <= Self.seedLimit else {
      throw ServiceError.invalid("At most \(Self.seedLimit) seeds are taken in all")
    }
  }

  /// The rows to answer, the best first.
  var rows: [Int] {
    let known = seeds.filter { !$0.rows.isEmpty }
    guard !known.isEmpty else { return [] }
    var wanted: [NeighbourQuery.Seed] = []
    for seed in known {
      let places = Self.sample(seed.rows).compactMap { row in
        shelf.places.embedding(of: shelf.cards[row].track.description)
      }
      for place in places {
        wanted.append(.init(place, weight: 1 / Double(places.count)))
      }
    }
    guard !wanted.isEmpty else { return [] }
    // A seed track is no recommendation; an artist's or a genre's other tracks are.
    let excluded = Set(known.filter { $0.kind == "track" }.map(\.id))
    var rules = ListRules()
    rules.limit = limit
    let near = shelf.list(
      near: NeighbourQuery(seeds: wanted, excluded: excluded), by: rules,
      adding: tunables.areWishes
        ? { Tuning.stepWeight * tunables.distance($0, shelf.columns) } : nil,
      among: within)
    return near.compactMap { shelf.row($0.id.utf8) }
  }

  /// The seeds, with how many tracks each was looked for among.
  var seedObjects: [JSONValue] {
    let all = shelf.cards.count
    let within = within?.count ?? all
    return seeds.map { seed in
      let isKnown = !seed.rows.isEmpty
      return .object([
        "initialPoolSize": .integer(isKnown ? all : 0),
        "afterFilteringSize": .integer(isKnown ? within : 0),
        "afterRelinkingSize": .integer(isKnown ? within : 0),
        "href": .string(seed.href), "id": .string(seed.id), "type": .string(seed.kind),
      ])
    }
  }

  private static func sample(_ rows: [Int]) -> [Int] {
    guard rows.count > placesPerSeed else { return rows }
    return (0..<placesPerSeed).map { rows[$0 * rows.count / placesPerSeed] }
  }

  /// An id out of itself, a URI or an address.
  private static func bare(_ text: String, _ kind: String) -> String {
    let text = text.trimmed
    for mark in ["spotify:\(kind):", "/\(kind)/"] {
      if let range = text.range(of: mark) { return String(text[range.upperBound...]) }
    }
    return text
  }

  private static func isBase62(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}

extension Shelf {
  /// The rows of a genre; "drum-and-bass" and "drum and bass" are one.
  func genres(named name: String) -> [Int] {
    if let rows = genres[name] { return rows }
    let plain = Self.plainGenre(name)
    return genres.first { Self.plainGenre($0.key) == plain }?.value ?? []
  }

  private static func plainGenre(_ name: String) -> String {
    name.replacing("&", with: "and").filter { $0.isLetter || $0.isNumber }
  }
}

extension String {
  /// Without spaces at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
