import Catalogue

extension SubsonicMethod {
  /// Albums and songs in orders of their own.
  static let lists: [SubsonicMethod] = [
    SubsonicMethod("getAlbumList") { call in
      call.answer("albumList", ["album": try albums(call).map(call.nodes.folder)])
    },
    SubsonicMethod("getAlbumList2") { call in
      call.answer("albumList2", ["album": try albums(call).map(call.nodes.album)])
    },
    SubsonicMethod("getRandomSongs") { call in
      let shelf = call.shelf
      var rows = Array(shelf.cards.indices)
      if let genre = call.items.text("genre") { rows = shelf.genres(named: genre.lowercased()) }
      let (from, to) = (year(call, "fromYear"), year(call, "toYear"))
      if from != nil || to != nil {
        let range = span(from ?? 0, to ?? .max)
        rows.removeAll { row in
          let year = shelf.cards[row].heading.date.flatMap(ReleaseDate.year)
          return !(year.map(range.contains) ?? false)
        }
      }
      let chosen = sample(rows, call.count("size", or: 10, most: 500))
      return call.answer("randomSongs", ["song": try call.nodes.songs(chosen)])
    },
    SubsonicMethod("getSongsByGenre") { call in
      let rows = call.shelf.genres(named: try call.required("genre").lowercased())
        .dropFirst(call.count("offset", or: 0, most: 10_000_000))
        .prefix(call.count("count", or: 10, most: 500))
      return call.answer("songsByGenre", ["song": try call.nodes.songs(rows)])
    },
  ]

  private static func albums(_ call: SubsonicCall) throws -> [ShelfAlbum] {
    let shelf = call.shelf
    let type = try call.required("type")
    let size = call.count("size", or: 10, most: 500)
    let offset = call.count("offset", or: 0, most: 10_000_000)
    let ids: [String]
    switch type {
    case "newest": ids = shelf.lists.newest
    case "alphabeticalByName": ids = shelf.lists.byName
    case "alphabeticalByArtist": ids = shelf.lists.byArtist
    case "random": ids = sample(shelf.lists.byName, size + offset)
    case "byGenre":
      ids = shelf.albums(ofRows: shelf.genres(named: try call.required("genre").lowercased()))
        .sorted { a, b in
          let (first, second) = (shelf.albums[a]?.name ?? "", shelf.albums[b]?.name ?? "")
          return (first, a) < (second, b)
        }
    case "byYear":
      guard let from = year(call, "fromYear") else { throw SubsonicError.missing("fromYear") }
      guard let to = year(call, "toYear") else { throw SubsonicError.missing("toYear") }
      let range = span(from, to)
      let found = shelf.lists.byYear.filter { range.contains($0.year) }.map(\.album)
      ids = from <= to ? found : found.reversed()
    // Nobody counts here what is played or liked.
    case "highest", "frequent", "recent", "starred": ids = []
    default: throw SubsonicError.unknownList(type)
    }
    return ids.dropFirst(offset).prefix(size).compactMap { shelf.albums[$0] }
  }

  private static func year(_ call: SubsonicCall, _ name: String) -> Int? {
    call.items.text(name).flatMap { Int($0) }
  }

  private static func span(_ from: Int, _ to: Int) -> ClosedRange<Int> {
    min(from, to)...max(from, to)
  }

  /// Some of all, each at most once, in any order.
  private static func sample<T>(_ all: [T], _ count: Int) -> [T] {
    // Where most are wanted, drawing gets long.
    guard count * 2 < all.count else { return Array(all.shuffled().prefix(count)) }
    var drawn: Set<Int> = []
    var found: [T] = []
    while found.count < count {
      let index = Int.random(in: 0..<all.count)
      if drawn.insert(index).inserted { found.append(all[index]) }
    }
    return found
  }
}
