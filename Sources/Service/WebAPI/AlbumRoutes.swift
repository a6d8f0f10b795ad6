import Catalogue
import Hummingbird
import Ingestion
import Interchange
import Sound
import Tagging

/// Albums and artists as the public Web API answered them, under `/v1`.
struct AlbumRoutes: Sendable {
  /// Most of a page, as that API had it.
  private static let pageLimit = 50
  /// Ids of one request, as that API had them.
  private static let albumLimit = 20
  private static let artistLimit = 50
  /// How many tracks stand for an artist, as that API had it.
  private static let topTracks = 10

  let house: House

  func add(to router: Router<CallContext>) {
    let v1 = router.group("v1")
    v1.get("artists", use: artists)
    v1.get("artists/:id", use: artist)
    v1.get("artists/:id/albums", use: albumsOfArtist)
    v1.get("artists/:id/top-tracks", use: topTracks)
    v1.get("albums", use: albums)
    v1.get("albums/:id", use: album)
    v1.get("albums/:id/tracks", use: tracksOfAlbum)
  }

  @Sendable private func artists(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let objects = objects(context)
    let list = try WebAPIRoutes.ids(request, limit: Self.artistLimit)
      .map { objects.artist(String($0)) ?? .null }
    return Answer.json(.object(["artists": .array(list)]), to: request)
  }

  @Sendable private func artist(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    guard let object = objects(context).artist(try WebAPIRoutes.id(context)) else {
      throw WebAPIRoutes.unknownID
    }
    return Answer.json(object, to: request)
  }

  /// The artist's own albums and singles, then those that they appear on, each by date, the latest first.
  @Sendable private func albumsOfArtist(
    _ request: Request, _ context: CallContext
  ) throws -> Response {
    try context.require(.read)
    let id = try WebAPIRoutes.id(context)
    let objects = objects(context)
    guard let group = objects.shelf.artists[id] else { throw WebAPIRoutes.unknownID }
    let query = try request.query
    let known = ["album", "single", "compilation", "appears_on"]
    let wanted = query.list("include_groups")
    guard wanted.allSatisfy(known.contains) else {
      throw ServiceError.invalid("Invalid include_groups")
    }
    let found = objects.shelf.albums(ofRows: group.rows)
      .compactMap { objects.shelf.albums[$0] }
      .map { album in (album: album, group: Self.group(of: album, for: id)) }
      .filter { wanted.isEmpty || wanted.contains($0.group) }
      .sorted { a, b in
        if (a.group == "appears_on") != (b.group == "appears_on") { return b.group == "appears_on" }
        let (first, second) = (ReleaseDate(a.album.date).text, ReleaseDate(b.album.date).text)
        return first == second ? a.album.id < b.album.id : first > second
      }
    var address = "\(context.base)/v1/artists/\(id)/albums"
    if !wanted.isEmpty {
      address += "?include_groups=\(SearchPage.encoded(wanted.joined(separator: ",")))"
    }
    let page = try page(query, address, total: found.count)
    return Answer.json(
      page.json(
        found.dropFirst(page.offset).prefix(page.limit).map {
          objects.album($0.album).adding(["album_group": .string($0.group)])
        }), to: request)
  }

  private static func group(of album: ShelfAlbum, for artist: String) -> String {
    guard album.artists.contains(where: { NameID.artist($0) == artist }) else {
      return "appears_on"
    }
    return album.isCompilation ? "compilation" : album.rows.count == 1 ? "single" : "album"
  }

  /// The first tracks by date, the latest first: nobody counts here what is played.
  @Sendable private func topTracks(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let objects = objects(context)
    guard let group = objects.shelf.artists[try WebAPIRoutes.id(context)] else {
      throw WebAPIRoutes.unknownID
    }
    let dated = group.rows.map { row in
      (row: row, date: ReleaseDate(objects.shelf.album(ofRow: row)?.date).text)
    }
    let rows = dated.sorted { ($1.date, $0.row) < ($0.date, $1.row) }.prefix(Self.topTracks)
    return Answer.json(
      .object(["tracks": .array(rows.map { objects.track($0.row) })]), to: request)
  }

  @Sendable private func albums(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let objects = objects(context)
    let list = try WebAPIRoutes.ids(request, limit: Self.albumLimit).map { id in
      try objects.shelf.albums[String(id)].map { try full($0, objects) } ?? .null
    }
    return Answer.json(.object(["albums": .array(list)]), to: request)
  }

  @Sendable private func album(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let objects = objects(context)
    guard let album = objects.shelf.albums[try WebAPIRoutes.id(context)] else {
      throw WebAPIRoutes.unknownID
    }
    return Answer.json(try full(album, objects), to: request)
  }

  @Sendable private func tracksOfAlbum(
    _ request: Request, _ context: CallContext
  ) throws -> Response {
    try context.require(.read)
    let objects = objects(context)
    guard let album = objects.shelf.albums[try WebAPIRoutes.id(context)] else {
      throw WebAPIRoutes.unknownID
    }
    let page = try page(
      try request.query, "\(context.base)/v1/albums/\(album.id)/tracks", total: album.rows.count)
    return Answer.json(Self.tracks(of: album, page, objects), to: request)
  }

  /// A full album object, with the first page of its tracks.
  private func full(_ album: ShelfAlbum, _ objects: TrackObjects) throws -> JSONValue {
    let track = objects.shelf.cards[album.rows[0]].track
    let tags = try house.library.catalogue.tags(of: [track])[track] ?? TrackTags()
    let page = SearchPage(
      href: "\(objects.base)/v1/albums/\(album.id)/tracks", limit: Self.pageLimit, offset: 0,
      total: album.rows.count)
    var external: [JSONValue.Member] = []
    if let code = tags["BARCODE"].first {
      external.append(.init(name: "upc", value: .string(code)))
    }
    let label = tags["LABEL"].first ?? tags["ORGANIZATION"].first ?? tags["PUBLISHER"].first
    return objects.album(album).adding([
      "copyrights": .array(
        tags["COPYRIGHT"].map { .object(["text": .string($0), "type": .string("C")]) }),
      "external_ids": .object(external), "genres": .array(album.genres.map { .string($0) }),
      "label": .string(label ?? ""), "popularity": .integer(0),
      "tracks": Self.tracks(of: album, page, objects),
    ])
  }

  private static func tracks(
    of album: ShelfAlbum, _ page: SearchPage, _ objects: TrackObjects
  ) -> JSONValue {
    page.json(album.rows.dropFirst(page.offset).prefix(page.limit).map(objects.part))
  }

  private func page(_ query: QueryItems, _ address: String, total: Int) throws -> SearchPage {
    SearchPage(
      href: address, limit: try query.integer("limit", in: 1...Self.pageLimit, or: 20),
      offset: try query.integer("offset", in: 0...1_000_000, or: 0), total: total)
  }

  private func objects(_ context: CallContext) -> TrackObjects {
    TrackObjects(shelf: house.keeper.shelf, base: context.base)
  }
}
