import Catalogue
import HTTPTypes
import Hummingbird
import Ingestion
import Interchange
import Ladder
import Retrieval
import Similarity
import Sound
import Tagging

/// What players that speak OpenSubsonic need for sonic similarity, under `/rest`, with and without `.view`, by
/// GET and by POST.
struct SubsonicRoutes: Sendable {
  /// The protocol's version that is spoken.
  private static let version = "1.16.1"

  let house: House

  private typealias Handler = @Sendable (Call) async throws -> Response

  /// One request with its parameters.
  private struct Call {
    let request: Request
    let context: CallContext
    let items: QueryItems

    func required(_ name: String) throws -> String {
      guard let value = items.text(name) else { throw SubsonicError.missing(name) }
      return value
    }

    /// A whole number; what is none or out of range counts as the nearest that is.
    func count(_ name: String, or standard: Int, most: Int) -> Int {
      min(max(items.text(name).flatMap { Int($0) } ?? standard, 0), most)
    }
  }

  func add(to router: Router<CallContext>) {
    // Asked before anybody has a password.
    add("getOpenSubsonicExtensions", nil, to: router) { extensions($0) }
    add("ping", .read, to: router) { answer($0, SubsonicNode()) }
    add("getLicense", .read, to: router) { call in
      answer(call, "license", SubsonicNode([("valid", .flag(true))]))
    }
    add("getSonicSimilarTracks", .read, to: router) { try similar($0) }
    add("findSonicPath", .read, to: router) { try path($0) }
    add("getSong", .read, to: router) { try song($0) }
    add("search3", .read, to: router) { try search($0) }
    add("stream", .stream, to: router) { try await stream($0) }
    add("download", .stream, to: router) { try await stream($0) }
    add("getCoverArt", .stream, to: router) { try await cover($0) }
  }

  private func add(
    _ name: String, _ scope: AccessToken.Scope?, to router: Router<CallContext>,
    _ handler: @escaping Handler
  ) {
    for path in ["rest/\(name)", "rest/\(name).view"] {
      for method in [HTTPRequest.Method.get, .post] {
        router.on(RouterPath(path), method: method) { request, context in
          try await respond(request, context, scope, handler)
        }
      }
    }
  }

  private func respond(
    _ request: Request, _ context: CallContext, _ scope: AccessToken.Scope?, _ handler: Handler
  ) async throws -> Response {
    var text = request.uri.query ?? ""
    if request.method == .post {
      let form = try await request.wholeBody(upTo: 100_000)
      text += "&" + String(decoding: form, as: UTF8.self)
    }
    let items = (try? QueryItems(text)) ?? QueryItems.none
    var context = context
    do {
      if let scope {
        context.caller = try caller(items, context)
        guard context.caller.scopes.contains(scope) else { throw SubsonicError.forbidden }
      }
      return try await handler(Call(request: request, context: context, items: items))
    } catch let error as SubsonicError {
      let node = SubsonicNode([
        ("code", .integer(error.code)), ("message", .text(error.message)),
      ])
      return envelope(request, items, status: "failed", name: "error", node)
    } catch ServiceError.notFound {
      let error = SubsonicError.notFound
      let node = SubsonicNode([
        ("code", .integer(error.code)), ("message", .text(error.message)),
      ])
      return envelope(request, items, status: "failed", name: "error", node)
    }
  }

  /// Key, token and salt, or password, whichever was sent; a header counts as well.
  private func caller(_ items: QueryItems, _ context: CallContext) throws -> Caller {
    let door = house.doorkeeper
    if context.caller.isKnown { return context.caller }
    let caller: Caller
    if let key = items.text("apiKey") {
      guard items.text("u") == nil else { throw SubsonicError.conflictingCredentials }
      caller = door.caller(bearer: key)
      if !caller.isKnown {
        try slow(context)
        throw SubsonicError.wrongKey
      }
      return caller
    }
    guard let user = items.text("u") else { throw SubsonicError.missing("u") }
    if let proof = items.text("t"), let salt = items.text("s") {
      caller = door.caller(id: user, proof: proof, salt: salt)
    } else if let password = items.text("p") {
      let hidden =
        password.hasPrefix("enc:") ? TokenSecret.bytes(hex: String(password.dropFirst(4))) : nil
      caller = door.caller(
        id: user, secret: hidden.map { String(decoding: $0, as: UTF8.self) } ?? password)
    } else {
      throw SubsonicError.missing("t")
    }
    if !caller.isKnown {
      try slow(context)
      throw SubsonicError.wrongCredentials
    }
    return caller
  }

  /// Guessing gets slow.
  private func slow(_ context: CallContext) throws {
    if let seconds = house.strangers.take(context.remoteAddress) {
      throw ServiceError.tooManyRequests(retryAfter: seconds)
    }
  }

  private func extensions(_ call: Call) -> Response {
    var node = SubsonicNode()
    node.lists = [
      (
        "openSubsonicExtensions",
        ["apiKeyAuthentication", "formPost", "sonicSimilarity"].map { name in
          var node = SubsonicNode([("name", .text(name))])
          node.numbers = [("versions", [1])]
          return node
        }
      )
    ]
    return envelope(call.request, call.items, status: "ok", members: node)
  }

  private func similar(_ call: Call) throws -> Response {
    let shelf = house.keeper.shelf
    let id = try call.required("id")
    guard shelf.card(id) != nil else { throw SubsonicError.notFound }
    let count = call.count("count", or: 10, most: 500)
    var matches: [(id: String, similarity: Double)] = []
    if let place = shelf.places.embedding(of: id), count > 0 {
      var rules = ListRules()
      rules.limit = count
      matches = shelf.list(near: NeighbourQuery(place, excluded: [id]), by: rules)
        .map { ($0.id, $0.similarity) }
    }
    return try answer(call, matches: matches, shelf)
  }

  /// From the first song to the last; what is said of each is its likeness to the first.
  private func path(_ call: Call) throws -> Response {
    let shelf = house.keeper.shelf
    let (from, to) = (try call.required("startSongId"), try call.required("endSongId"))
    guard shelf.card(from) != nil, shelf.card(to) != nil else { throw SubsonicError.notFound }
    let count = max(2, call.count("count", or: 25, most: 200))
    guard let first = TrackID(from), let last = TrackID(to),
      let start = shelf.places.embedding(of: from), shelf.places.holds(to)
    else { throw SubsonicError.notFound }
    var journey = SonicPath(from: first, to: last)
    journey.length = count
    journey.recording = { shelf.card($0.description)?.recording }
    let stops = try journey.run(in: house.library, house.keeper.index).stops
    let matches = stops.map { stop in
      let id = stop.track.id.description
      let place = shelf.places.embedding(of: id)
      return (
        id: id,
        similarity: place.map { Likeness.similarity(atDistance: start.distance(to: $0)) } ?? -1
      )
    }
    return try answer(call, matches: matches, shelf)
  }

  private func answer(
    _ call: Call, matches: [(id: String, similarity: Double)], _ shelf: Shelf
  ) throws -> Response {
    let songs = try writer(shelf).nodes(
      matches.compactMap { shelf.row($0.id.utf8) })
    var node = SubsonicNode()
    node.lists = [
      (
        "sonicMatch",
        zip(songs, matches).map { song, match in
          var node = SubsonicNode([("similarity", .number(match.similarity))])
          node.children = [("entry", song)]
          return node
        }
      )
    ]
    return envelope(call.request, call.items, status: "ok", members: node)
  }

  private func song(_ call: Call) throws -> Response {
    let shelf = house.keeper.shelf
    guard let row = shelf.row(try call.required("id").utf8) else { throw SubsonicError.notFound }
    let songs = try writer(shelf).nodes([row])
    guard let song = songs.first else { throw SubsonicError.notFound }
    return answer(call, "song", song)
  }

  private func search(_ call: Call) throws -> Response {
    let shelf = house.keeper.shelf
    // An empty query, written as two quotes by some players, means everything.
    let text = call.items["query"] ?? ""
    let query = SearchQuery(text)
    let songs = writer(shelf)
    func page(_ kind: String) -> (offset: Int, count: Int) {
      (
        call.count("\(kind)Offset", or: 0, most: 10_000_000),
        call.count("\(kind)Count", or: 20, most: 500)
      )
    }
    let (artists, albums, rows) = (page("artist"), page("album"), page("song"))
    var result = SubsonicNode()
    result.lists = [
      (
        "artist",
        shelf.artists(query).dropFirst(artists.offset).prefix(artists.count)
          .compactMap(songs.artist)
      ),
      (
        "album",
        shelf.albums(query).dropFirst(albums.offset).prefix(albums.count).compactMap(songs.album)
      ),
      (
        "song",
        try songs.nodes(Array(shelf.search(query).dropFirst(rows.offset).prefix(rows.count)))
      ),
    ]
    return answer(call, "searchResult3", result)
  }

  /// The best rendition that is not above `maxBitRate` (kbps, 0 for any), else the smallest.
  private func stream(_ call: Call) async throws -> Response {
    guard let track = TrackID(try call.required("id")),
      let renditions = try house.library.catalogue.renditions(of: track, hasSeekTables: false),
      !renditions.isEmpty
    else { throw SubsonicError.notFound }
    let most = call.count("maxBitRate", or: 0, most: 10_000) * 1000
    let fitting = renditions.filter { most == 0 || $0.nominalBitrate <= most }
    guard let rendition = fitting.last ?? renditions.first else { throw SubsonicError.notFound }
    return try await DeliveryRoutes.deliver(
      rendition, version: nil, house, call.request, call.context)
  }

  private func cover(_ call: Call) async throws -> Response {
    var id = try call.required("id")
    if let row = house.keeper.shelf.albums[id]?.rows.first {
      id = house.keeper.shelf.cards[row].track.description
    }
    guard let track = TrackID(id) else { throw SubsonicError.notFound }
    return try await CoverDelivery(house: house).response(
      track, size: max(1, call.count("size", or: 640, most: 4000)), call.request, call.context)
  }

  private func writer(_ shelf: Shelf) -> SongNodes {
    SongNodes(shelf: shelf, catalogue: house.library.catalogue, headings: house.headings)
  }

  private func answer(_ call: Call, _ name: String, _ node: SubsonicNode) -> Response {
    envelope(call.request, call.items, status: "ok", name: name, node)
  }

  private func answer(_ call: Call, _ node: SubsonicNode) -> Response {
    envelope(call.request, call.items, status: "ok", members: node)
  }

  private func envelope(
    _ request: Request, _ items: QueryItems, status: String, name: String, _ node: SubsonicNode
  ) -> Response {
    var members = SubsonicNode()
    members.children = [(name, node)]
    return envelope(request, items, status: status, members: members)
  }

  private func envelope(
    _ request: Request, _ items: QueryItems, status: String, members: SubsonicNode
  ) -> Response {
    var root = SubsonicNode([
      ("status", .text(status)), ("version", .text(Self.version)), ("type", .text("assonance")),
      ("serverVersion", .text(AssonanceVersion.current)), ("openSubsonic", .flag(true)),
    ])
    root.children = members.children
    root.lists = members.lists
    if items.text("f") == "json" {
      return Answer.json(.object(["subsonic-response": root.json]), to: request)
    }
    root.attributes.insert(("xmlns", .text("http://subsonic.org/restapi")), at: 0)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    root.writeXML("subsonic-response", to: &text)
    return Answer.bytes(Array(text.utf8), type: "application/xml; charset=utf-8", to: request)
  }
}
