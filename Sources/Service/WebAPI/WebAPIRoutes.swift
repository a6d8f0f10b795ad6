import Analysis
import Catalogue
import HTTPTypes
import Hummingbird
import Ingestion
import Interchange
import Sound

/// The addresses of the public Web API that scripts still ask for, under `/v1`, and its token endpoint.
struct WebAPIRoutes: Sendable {
  /// Tracks of one request, and most of a page.
  private static let trackLimit = 100

  let house: House

  func add(to router: Router<CallContext>) {
    router.post("api/token", use: token)
    let v1 = router.group("v1")
    v1.get("audio-features", use: manyFeatures)
    v1.get("audio-features/:id", use: features)
    v1.get("audio-analysis/:id", use: analysis)
    v1.get("tracks", use: tracks)
    v1.get("tracks/:id", use: track)
    v1.get("search", use: search)
    v1.get("recommendations", use: recommendations)
    v1.get("recommendations/available-genre-seeds", use: genreSeeds)
  }

  @Sendable private func manyFeatures(_ request: Request, _ context: CallContext) throws -> Response
  {
    try context.require(.read)
    // The one endpoint that is asked most: its ids need no decoding but of commas.
    let ids = try Self.ids(request, limit: AudioFeatures.limit)
    let body = AudioFeatures.many(ids, from: house.keeper.shelf, base: context.base)
    return Answer.bytes(body, to: request)
  }

  @Sendable private func features(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let id = try Self.id(context)
    guard let body = AudioFeatures.one(id, from: house.keeper.shelf, base: context.base) else {
      throw ServiceError.notFound("analysis not found")
    }
    return Answer.bytes(body, to: request)
  }

  @Sendable private func analysis(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let catalogue = house.library.catalogue
    guard let track = TrackID(try Self.id(context)),
      let entry = try catalogue.entry(track)?.answered,
      var analysis = entry.derivatives.analysis
    else { throw ServiceError.notFound("analysis not found") }
    analysis.details = try catalogue.details(of: track)
    let document = AudioAnalysisDocument(analysis, making: .init(timestamp: Clock.now, seconds: 0))
    return Answer.json(document.json, to: request)
  }

  @Sendable private func tracks(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let shelf = house.keeper.shelf
    let objects = TrackObjects(shelf: shelf, base: context.base)
    let list = try Self.ids(request, limit: Self.trackLimit).map { id in
      shelf.row(id.utf8).map(objects.track) ?? .null
    }
    return Answer.json(.object(["tracks": .array(list)]), to: request)
  }

  @Sendable private func track(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let shelf = house.keeper.shelf
    guard let row = shelf.row(try Self.id(context).utf8) else { throw Self.unknownID }
    return Answer.json(
      TrackObjects(shelf: shelf, base: context.base).track(row), to: request)
  }

  @Sendable private func search(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let query = try request.query
    guard let text = query.text("q") ?? query.text("query") else {
      throw ServiceError.invalid("No search query")
    }
    let types = query.list("type")
    let known = ["track", "artist", "album"]
    guard !types.isEmpty else { throw ServiceError.invalid("Missing parameter type") }
    guard types.allSatisfy((known + ["playlist", "show", "episode", "audiobook"]).contains) else {
      throw ServiceError.invalid("Bad search type field \(types.joined(separator: ","))")
    }
    let limit = try query.integer("limit", in: 1...50, or: 20)
    let offset = try query.integer("offset", in: 0...1_000_000, or: 0)
    let shelf = house.keeper.shelf
    let wanted = SearchQuery(text)
    let objects = TrackObjects(shelf: shelf, base: context.base)
    var members: [JSONValue.Member] = []
    for type in types where known.contains(type) {
      var found: (total: Int, items: [JSONValue]) = (0, [])
      switch type {
      case "track":
        let rows = shelf.search(wanted)
        found = (rows.count, rows.dropFirst(offset).prefix(limit).map(objects.track))
      case "artist":
        let ids = shelf.artists(wanted)
        found = (ids.count, ids.dropFirst(offset).prefix(limit).compactMap(objects.artist))
      default:
        let ids = shelf.albums(wanted)
        let albums = ids.dropFirst(offset).prefix(limit).compactMap { shelf.albums[$0] }
        found = (ids.count, albums.map(objects.album))
      }
      let page = SearchPage(
        href: "\(context.base)/v1/search?q=\(SearchPage.encoded(text))&type=\(type)",
        limit: limit, offset: offset, total: found.total)
      members.append(.init(name: type + "s", value: page.json(found.items)))
    }
    return Answer.json(.object(members), to: request)
  }

  @Sendable private func recommendations(
    _ request: Request, _ context: CallContext
  ) throws -> Response {
    try context.require(.read)
    let shelf = house.keeper.shelf
    let objects = TrackObjects(shelf: shelf, base: context.base)
    let wanted = try Recommendations(try request.query, shelf: shelf, base: context.base)
    return Answer.json(
      .object([
        "seeds": .array(wanted.seedObjects),
        "tracks": .array(wanted.rows.map(objects.track)),
      ]), to: request)
  }

  @Sendable private func genreSeeds(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let genres = house.keeper.shelf.genres.keys.sorted()
    return Answer.json(.object(["genres": .array(genres.map { .string($0) })]), to: request)
  }

  /// The client-credentials grant (RFC 6749 §4.4): the client is a token's id, its secret the token's.
  @Sendable private func token(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    let bytes = try await request.wholeBody(upTo: 10_000)
    guard let form = try? QueryItems(String(decoding: bytes, as: UTF8.self)) else {
      return Self.grantError("invalid_request", "The form is not well formed")
    }
    guard form["grant_type"] == "client_credentials" else {
      return Self.grantError("unsupported_grant_type", "grant_type must be client_credentials")
    }
    var pair = form["client_id"].flatMap { id in form["client_secret"].map { (id: id, secret: $0) }
    }
    let header = request.headers[.authorization]
    if let header, header.lowercased().hasPrefix("basic ") {
      pair = Doorkeeper.credentials(String(header.dropFirst(6)))
    }
    guard let pair, let granted = house.doorkeeper.grant(id: pair.id, secret: pair.secret) else {
      var refusal = Self.grantError("invalid_client", "Invalid client")
      // Who comes by a scheme of authentication hears which one is meant.
      if header != nil {
        refusal.status = .unauthorized
        refusal.headers[.wwwAuthenticate] = "Basic realm=\"assonance\""
      }
      return refusal
    }
    return Answer.json(
      .object([
        "access_token": .string(granted), "token_type": .string("Bearer"),
        "expires_in": .integer(Doorkeeper.lifetime),
      ]), to: request)
  }

  /// RFC 6749 §5.2.
  private static func grantError(_ code: String, _ words: String) -> Response {
    let body: JSONValue = .object(["error": .string(code), "error_description": .string(words)])
    return Answer.text(
      body.description, type: "application/json; charset=utf-8", status: .badRequest)
  }

  static let unknownID = ServiceError.notFound("Non existing id")

  static func id(_ context: CallContext) throws -> String {
    let id = try context.parameter("id")
    guard id.utf8.count == 22, id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
      throw ServiceError.invalid("invalid id")
    }
    return id
  }

  /// The ids of a list, decoded where they must be.
  static func ids(_ request: Request, limit: Int) throws -> [Substring] {
    let list: Substring
    if let query = request.uri.query, query.hasPrefix("ids="),
      !query.utf8.contains(where: Self.isSpecial)
    {
      list = query.dropFirst(4)
    } else {
      list = Substring(try request.query["ids"] ?? "")
    }
    let ids = list.split(separator: ",")
    guard !ids.isEmpty else { throw ServiceError.invalid("invalid id") }
    guard ids.count <= limit else { throw ServiceError.invalid("Too many ids requested") }
    return ids
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "&")
  }
}
