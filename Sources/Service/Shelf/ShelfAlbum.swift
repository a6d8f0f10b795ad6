import Catalogue

/// An album, one thing however it is reached: whose it is, its tracks in order, and what they say of it.
struct ShelfAlbum: Sendable, Equatable {
  let id: String
  let name: String
  /// Never none.
  let artists: [String]
  /// Its tracks by disc, number and coming; those without a number behind the others of their disc.
  let rows: [Int]
  /// As the first tag that tells a year writes it.
  let date: String?
  let isCompilation: Bool
  /// The first of its tracks that has a picture.
  let cover: Int?
  /// When its first track came, in seconds since 1970; 0 where nobody knows.
  let arrived: Int
  /// As its tracks write them, the first first.
  let genres: [String]
  /// Seconds.
  let duration: Double
  let searchText: SearchText

  var year: Int? { date.flatMap(ReleaseDate.year) }

  /// The albums of the tracks that share an album's key: nearly always one.
  ///
  /// The catalogue tells albums without album artist by title and folder, so that a compilation stays whole. Two
  /// artists' albums of one title in one folder contradict each other: there are as many tracks for one place on one
  /// disc as there are artists. Then each artist has an album.
  ///
  /// - Parameters:
  ///   - key: the catalogue's.
  ///   - rows: of its tracks, at least one.
  ///   - cards: of the shelf, by row.
  ///   - texts: what searches look at, by row.
  /// - Returns: at least one album.
  static func albums(
    _ key: String, _ rows: [Int], _ cards: [TrackCard], _ texts: [SearchText]
  ) -> [ShelfAlbum] {
    let whole = [ShelfAlbum(key, rows, cards, texts)]
    let headings = rows.map { cards[$0].heading }
    guard rows.count > 1, headings.allSatisfy({ $0.albumArtists.isEmpty && !$0.isCompilation })
    else { return whole }
    let parts = Dictionary(grouping: rows) { texts[$0].artist }
    var claims: [[Int]: Int] = [:]
    for heading in headings {
      if let number = heading.number { claims[[heading.disc, number], default: 0] += 1 }
    }
    guard parts.count > 1, let most = claims.values.max(), most >= parts.count else { return whole }
    return parts.map { artist, rows in
      ShelfAlbum(key + "\u{1F}" + String(decoding: artist, as: UTF8.self), rows, cards, texts)
    }
  }

  private init(_ key: String, _ members: [Int], _ cards: [TrackCard], _ texts: [SearchText]) {
    let rows = members.sorted { a, b in
      let (first, second) = (cards[a].heading, cards[b].heading)
      return (first.disc, first.number ?? .max, a) < (second.disc, second.number ?? .max, b)
    }
    let first = cards[rows[0]]
    let stated = rows.lazy.map { cards[$0].heading.albumArtists }.first { !$0.isEmpty }
    let isFlagged = rows.contains { cards[$0].heading.isCompilation }
    let isOfMany = rows.contains { texts[$0].firstArtist != texts[rows[0]].firstArtist }
    if let stated {
      artists = stated
    } else if isOfMany {
      artists = [TrackCard.variousArtists]
    } else {
      // Guests of single tracks are no artists of the album.
      let isOneCast = rows.allSatisfy { texts[$0].artist == texts[rows[0]].artist }
      artists = isOneCast ? first.shownArtists : [first.shownArtists[0]]
    }
    id = NameID.album(key)
    name = first.album ?? first.title
    self.rows = rows
    date = rows.lazy.compactMap { cards[$0].heading.date }
      .first { ReleaseDate.year($0) != nil }
    isCompilation = isFlagged || (stated == nil && isOfMany)
    cover = rows.first { cards[$0].hasCover }
    arrived = rows.lazy.compactMap { cards[$0].arrived }.min() ?? 0
    var genres: [String] = []
    for row in rows {
      for genre in cards[row].genres where !genres.contains(genre) { genres.append(genre) }
    }
    self.genres = genres
    duration = rows.reduce(0) { $0 + cards[$1].duration }
    let text = texts[rows[0]]
    searchText = SearchText(
      title: first.album == nil ? text.title : text.album,
      artist: artists == first.shownArtists
        ? text.artist : SearchText.folded(artists.joined(separator: "\n")),
      album: first.album == nil ? text.title : text.album, genre: text.genre)
  }
}
