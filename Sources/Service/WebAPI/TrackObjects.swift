import Catalogue
import Interchange
import Sound

/// Tracks in the shapes of the public Web API.
struct TrackObjects {
  let shelf: Shelf
  /// The start of every address.
  let base: String

  /// A full track object.
  func track(_ row: Int) -> JSONValue {
    let card = shelf.cards[row]
    var external: [JSONValue.Member] = []
    if let isrc = card.heading.isrc { external.append(.init(name: "isrc", value: .string(isrc))) }
    var members: [JSONValue.Member] = []
    if let album = shelf.album(ofRow: row) {
      members.append(.init(name: "album", value: self.album(album)))
    }
    guard case .object(let own) = part(row) else { return .null }
    return .object(members + own).adding([
      "external_ids": .object(external), "popularity": .integer(0),
    ])
  }

  /// A simplified track object: what stands in an album, without the album.
  func part(_ row: Int) -> JSONValue {
    let card = shelf.cards[row]
    let id = card.track.description
    return .object([
      "artists": .array(artists(card.shownArtists)), "available_markets": .array([]),
      "disc_number": .integer(card.heading.disc),
      "duration_ms": .integer(Int((card.duration * 1000).rounded())), "explicit": .bool(false),
      "external_urls": .object([:]), "href": .string("\(base)/v1/tracks/\(id)"),
      "id": .string(id), "is_local": .bool(false), "is_playable": .bool(true),
      "name": .string(card.title), "preview_url": .null,
      "track_number": .integer(max(1, card.heading.number ?? 1)), "type": .string("track"),
      "uri": .string("spotify:track:\(id)"),
    ])
  }

  /// A simplified album object.
  func album(_ album: ShelfAlbum) -> JSONValue {
    let date = ReleaseDate(album.date)
    let cover = album.cover.map { shelf.cards[$0].track.description }
    return .object([
      "album_type": .string(
        album.isCompilation ? "compilation" : album.rows.count == 1 ? "single" : "album"),
      "artists": .array(artists(album.artists)), "available_markets": .array([]),
      "external_urls": .object([:]), "href": .string("\(base)/v1/albums/\(album.id)"),
      "id": .string(album.id),
      "images": .array(
        cover.map { track in
          [
            .object([
              "url": .string("\(base)/api/tracks/\(track)/cover"), "height": .null,
              "width": .null,
            ])
          ]
        } ?? []),
      "name": .string(album.name), "release_date": .string(date.text),
      "release_date_precision": .string(date.precision),
      "total_tracks": .integer(album.rows.count), "type": .string("album"),
      "uri": .string("spotify:album:\(album.id)"),
    ])
  }

  /// A full artist object; nil for an id of none.
  func artist(_ id: String) -> JSONValue? {
    guard let group = shelf.artists[id] else { return nil }
    var genres: Set<String> = []
    for row in group.rows { genres.formUnion(shelf.cards[row].genres) }
    return .object([
      "external_urls": .object([:]),
      "followers": .object(["href": .null, "total": .integer(0)]),
      "genres": .array(genres.sorted().map { .string($0) }),
      "href": .string("\(base)/v1/artists/\(id)"), "id": .string(id), "images": .array([]),
      "name": .string(group.name), "popularity": .integer(0), "type": .string("artist"),
      "uri": .string("spotify:artist:\(id)"),
    ])
  }

  private func artists(_ names: [String]) -> [JSONValue] {
    names.map { name in
      let id = NameID.artist(name)
      return .object([
        "external_urls": .object([:]), "href": .string("\(base)/v1/artists/\(id)"),
        "id": .string(id), "name": .string(shelf.artists[id]?.name ?? name),
        "type": .string("artist"), "uri": .string("spotify:artist:\(id)"),
      ])
    }
  }
}
