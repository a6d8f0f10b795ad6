import Catalogue
import Synchronization

/// Orders in which albums and artists are listed: made once for a shelf, when somebody first asks.
struct ShelfLists: Sendable {
  /// Ids of albums.
  let byName: [String]
  /// Ids of albums by their first artist, then by name.
  let byArtist: [String]
  /// Ids of albums, the last that came first.
  let newest: [String]
  /// Albums of known year, ascending.
  let byYear: [(year: Int, album: String)]
  /// By name, with on how many albums each is.
  let artists: [(id: String, albums: Int)]
  /// By name, as a track writes it.
  let genres: [(name: String, songs: Int, albums: Int)]

  init(_ contents: ShelfContents) {
    let albums = contents.albums.values.sorted {
      Self.precedes(($0.searchText.title, $0.id), ($1.searchText.title, $1.id))
    }
    byName = albums.map(\.id)
    // Of equals the first by name stays the first.
    byArtist = albums.enumerated().sorted { a, b in
      let (first, second) = (a.element.searchText.artist, b.element.searchText.artist)
      return first == second ? a.offset < b.offset : first.lexicographicallyPrecedes(second)
    }.map(\.element.id)
    newest = albums.enumerated().sorted { a, b in
      (b.element.arrived, a.offset) < (a.element.arrived, b.offset)
    }.map(\.element.id)
    byYear = albums.compactMap { album in album.year.map { (year: $0, album: album.id) } }
      .sorted { ($0.year, $0.album) < ($1.year, $1.album) }
    artists = contents.artists.map { id, group in
      (
        SearchText.folded(group.name), id, Set(group.rows.lazy.map { contents.albumIDs[$0] }).count
      )
    }
    .sorted { Self.precedes(($0.0, $0.1), ($1.0, $1.1)) }.map { ($0.1, $0.2) }
    genres = contents.genres.map { key, rows in
      let written = rows.first.flatMap { row in
        contents.cards[row].genres.first { $0.lowercased() == key }
      }
      return (
        written ?? key, rows.count, Set(rows.lazy.map { contents.albumIDs[$0] }).count
      )
    }.sorted { $0.0 < $1.0 }
  }

  private static func precedes(_ a: ([UInt8], String), _ b: ([UInt8], String)) -> Bool {
    a.0 == b.0 ? a.1 < b.1 : a.0.lexicographicallyPrecedes(b.0)
  }
}

/// The lists of a shelf, once they were asked for.
final class KeptLists: Sendable {
  private let known = Mutex<ShelfLists?>(nil)

  func lists(_ make: () -> ShelfLists) -> ShelfLists {
    known.withLock { known in
      if let known { return known }
      let made = make()
      known = made
      return made
    }
  }
}
