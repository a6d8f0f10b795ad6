/// What somebody types into a search field: words that all must be found, and fields: `artist:"Nina Simone"`,
/// `year:1990-1999`, `genre:jazz`.
struct SearchQuery: Sendable {
  private enum Field: String { case track, artist, album, genre, year, isrc, tag, upc }

  private var words: [[UInt8]] = []
  private var fields: [(field: Field, text: [UInt8])] = []

  init(_ text: String) {
    for (name, value) in Self.parts(text) {
      let folded = SearchText.folded(value)
      guard let name, let field = Field(rawValue: name.lowercased()) else {
        // "Op.:3" is no field: it is looked for as it stands.
        words.append(SearchText.folded(name.map { "\($0):\(value)" } ?? value))
        continue
      }
      fields.append((field, folded))
    }
  }

  var isEmpty: Bool { words.isEmpty && fields.isEmpty }

  /// How well a track answers: nil where it does not, else the less the better.
  func rank(_ text: SearchText) -> Int? {
    for (field, wanted) in fields {
      switch field {
      case .track: if !SearchText.holds(text.title, wanted) { return nil }
      case .artist: if !SearchText.holds(text.artist, wanted) { return nil }
      case .album: if !SearchText.holds(text.album, wanted) { return nil }
      case .genre: if !SearchText.holds(text.genre, wanted) { return nil }
      case .year, .isrc, .tag, .upc: return nil
      }
    }
    var rank = 0
    for word in words {
      if SearchText.holds(text.title, word) {
        rank += text.title == word ? 0 : text.title.starts(with: word) ? 1 : 2
      } else if SearchText.holds(text.artist, word) {
        rank += 3
      } else if SearchText.holds(text.album, word) {
        rank += 4
      } else {
        return nil
      }
    }
    return rank
  }

  /// Words and `name:value` pairs; quotes hold words together.
  private static func parts(_ text: String) -> [(String?, String)] {
    var parts: [(String?, String)] = []
    var (word, name): (String, String?) = ("", nil)
    var isQuoted = false
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case " " where !isQuoted:
        if !word.isEmpty { parts.append((name, word)) }
        (word, name) = ("", nil)
      case ":" where !isQuoted && name == nil && !word.isEmpty:
        (name, word) = (word, "")
      default: word.append(character)
      }
    }
    if !word.isEmpty { parts.append((name, word)) }
    return parts
  }
}

extension Shelf {
  /// The rows of tracks that answer a search, the best first, of equals in the order in which they came.
  func search(_ query: SearchQuery) -> [Int] {
    var found: [(row: Int, rank: Int)] = []
    for (row, text) in searchTexts.enumerated() {
      if let rank = query.rank(text) { found.append((row, rank)) }
    }
    return found.sorted { ($0.rank, $0.row) < ($1.rank, $1.row) }.map(\.row)
  }

  /// Ids of artists whose names answer a search, those with most tracks first.
  func artists(_ query: SearchQuery) -> [String] {
    artists.filter { query.rank(SearchText(name: $0.value.name)) != nil }
      .sorted {
        ($1.value.rows.count, $0.value.name, $0.key) < ($0.value.rows.count, $1.value.name, $1.key)
      }
      .map(\.key)
  }

  /// Ids of albums that answer a search.
  func albums(_ query: SearchQuery) -> [String] {
    albums.filter { query.rank($0.value.searchText) != nil }
      .sorted { ($0.value.name, $0.key) < ($1.value.name, $1.key) }.map(\.key)
  }
}
