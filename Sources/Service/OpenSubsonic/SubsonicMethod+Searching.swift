extension SubsonicMethod {
  static let searching: [SubsonicMethod] = [
    SubsonicMethod("search2") { call in
      call.answer("searchResult2", try found(call) { call.nodes.folder($0) })
    },
    SubsonicMethod("search3") { call in
      call.answer("searchResult3", try found(call) { call.nodes.album($0) })
    },
  ]

  private static func found(
    _ call: SubsonicCall, _ album: (ShelfAlbum) -> SubsonicNode
  ) throws -> SubsonicNode {
    let shelf = call.shelf
    // An empty query, written as two quotes by some players, means everything. Others put a star behind a word
    // that is not finished: all words are found by their parts anyway.
    let words = (call.items["query"] ?? "").split(separator: " ").map { word in
      String(word.reversed().drop { $0 == "*" }.reversed())
    }
    let query = SearchQuery(words.joined(separator: " "))
    func page(_ kind: String) -> (offset: Int, count: Int) {
      (
        call.count("\(kind)Offset", or: 0, most: 10_000_000),
        call.count("\(kind)Count", or: 20, most: 500)
      )
    }
    let (artists, albums, songs) = (page("artist"), page("album"), page("song"))
    return SubsonicNode(lists: [
      (
        "artist",
        shelf.artists(query).dropFirst(artists.offset).prefix(artists.count)
          .compactMap { call.nodes.artist($0) }
      ),
      (
        "album",
        shelf.albums(query).dropFirst(albums.offset).prefix(albums.count)
          .compactMap { shelf.albums[$0].map(album) }
      ),
      (
        "song",
        try call.nodes.songs(shelf.search(query).dropFirst(songs.offset).prefix(songs.count))
      ),
    ])
  }
}
