import Catalogue
import Interchange
import Sound

/// Tracks, albums and artists in the shapes of the public Web API.
struct TrackObjects {
  let shelf: Shelf
  let catalogue: Catalogue
  let headings: HeadingMemory
  /// The start of every address.
  let base: String

  /// Full track objects of these rows, in their order.
  func tracks(_ rows: [Int]) throws -> [JSONValue] {
    let headings = try headings.headings(of: rows, on: shelf, from: catalogue)
    return zip(rows, headings).map { track(shelf.cards[$0], $1) }
  }

  private func track(_ card: TrackCard, _ heading: TrackHeading) -> JSONValue {
    let id = card.track.description
    var external: [JSONValue.Member] = []
    if let isrc = heading.isrc { external.append(.init(name: "isrc", value: .string(isrc))) }
    return .object([
      "album": album(of: card, heading), "artists": .array(artists(card.artists)),
      "available_markets": .array([]),
      "disc_number": .integer(heading.disc),
      "duration_ms": .integer(Int((card.duration * 1000).rounded())), "explicit": .bool(false),
      "external_ids": .object(external), "external_urls": .object([:]),
      "href": .string("\(base)/v1/tracks/\(id)"), "id": .string(id), "is_local": .bool(false),
      "is_playable": .bool(true), "name": .string(card.title), "popularity": .integer(0),
      "preview_url": .null, "track_number": .integer(max(1, heading.number ?? 1)),
      "type": .string("track"), "uri": .string("spotify:track:\(id)"),
    ])
  }

  /// The simplified album that a track object holds; of a track without album, one of its own.
  private func album(of card: TrackCard, _ heading: TrackHeading) -> JSONValue {
    let key = card.albumKey ?? "track\n\(card.track)"
    let id = NameID.album(key)
    let total = shelf.albums[id]?.rows.count ?? 1
    let date = ReleaseDate(heading.date)
    let names = heading.albumArtists.isEmpty ? card.artists : heading.albumArtists
    let track = card.track.description
    return .object([
      "album_type": .string(
        heading.isCompilation ? "compilation" : total == 1 ? "single" : "album"),
      "artists": .array(artists(names)), "available_markets": .array([]),
      "external_urls": .object([:]), "href": .string("\(base)/v1/albums/\(id)"),
      "id": .string(id),
      "images": card.hasCover
        ? .array([
          .object([
            "url": .string("\(base)/api/tracks/\(track)/cover"), "height": .null, "width": .null,
          ])
        ]) : .array([]),
      "name": .string(card.album ?? card.title), "release_date": .string(date.text),
      "release_date_precision": .string(date.precision), "total_tracks": .integer(total),
      "type": .string("album"), "uri": .string("spotify:album:\(id)"),
    ])
  }

  func artists(_ names: [String]) -> [JSONValue] {
    // A track by nobody still needs an artist: clients take the first one.
    (names.isEmpty ? ["Unknown Artist"] : names).map { name in
      let id = NameID.artist(name)
      return .object([
        "external_urls": .object([:]), "href": .string("\(base)/v1/artists/\(id)"),
        "id": .string(id), "name": .string(name), "type": .string("artist"),
        "uri": .string("spotify:artist:\(id)"),
      ])
    }
  }

  /// A full artist object; nil for an id of none.
  func artist(_ id: String) -> JSONValue? {
    guard let group = shelf.artists[id] else { return nil }
    var genres: [String] = []
    for row in group.rows {
      for genre in shelf.cards[row].genres where !genres.contains(genre) { genres.append(genre) }
    }
    return .object([
      "external_urls": .object([:]),
      "followers": .object(["href": .null, "total": .integer(0)]),
      "genres": .array(genres.sorted().map { .string($0) }),
      "href": .string("\(base)/v1/artists/\(id)"), "id": .string(id), "images": .array([]),
      "name": .string(group.name), "popularity": .integer(0), "type": .string("artist"),
      "uri": .string("spotify:artist:\(id)"),
    ])
  }

  /// A simplified album by its id.
  func album(_ id: String) throws -> JSONValue? {
    guard let row = shelf.albums[id]?.rows.first else { return nil }
    return try headings.headings(of: [row], on: shelf, from: catalogue).first.map {
      album(of: shelf.cards[row], $0)
    }
  }
}

/// A date as far as it is known.
struct ReleaseDate {
  let text: String
  let precision: String

  /// - Parameter tag: "2001", "2001-02", "2001-02-03", with whatever behind it; others are the year "0000", as
  ///   the public Web API wrote what it did not know.
  init(_ tag: String?) {
    let parts = (tag ?? "").prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.map(\.wholeNumber)
    guard parts[0].count >= 4, parts[0].prefix(4).wholeNumber != nil else {
      (text, precision) = ("0000", "year")
      return
    }
    let start = String(parts[0].prefix(4))
    guard parts.count > 1, parts[0].count == 4, parts[1].count == 2, let month = numbers[1],
      (1...12).contains(month)
    else {
      (text, precision) = (start, "year")
      return
    }
    guard parts.count > 2, parts[2].count == 2, let day = numbers[2], (1...31).contains(day) else {
      (text, precision) = ("\(start)-\(parts[1])", "month")
      return
    }
    (text, precision) = ("\(start)-\(parts[1])-\(parts[2])", "day")
  }
}

extension Substring {
  /// The number that the ASCII digits spell.
  fileprivate var wholeNumber: Int? {
    utf8.allSatisfy { (48...57).contains($0) } ? Int(self) : nil
  }
}
