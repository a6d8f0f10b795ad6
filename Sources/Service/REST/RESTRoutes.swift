import Catalogue
import HTTPTypes
import Hummingbird
import Ingestion
import Interchange
import Retrieval
import Sound

/// Our own addresses: tracks, what is like them, what their owner says of them, and the library's health.
struct RESTRoutes: Sendable {
  let house: House

  func add(to router: Router<CallContext>) {
    router.get("api/openapi.json", use: document)
    router.get("api/tracks", use: list)
    router.get("api/tracks/:id", use: show)
    router.get("api/tracks/:id/similar", use: similar)
    router.get("api/similar", use: similarToSeveral)
    router.get("api/path", use: path)
    router.get("api/tracks/:id/overrides", use: overrides)
    router.put("api/tracks/:id/overrides/:name", use: setOverride)
    router.delete("api/tracks/:id/overrides/:name", use: unsetOverride)
    router.get("api/doctor", use: doctor)
  }

  @Sendable private func document(_ request: Request, _ context: CallContext) -> Response {
    Answer.bytes(Array(OpenAPIDocument.text(base: context.base).utf8), to: request)
  }

  @Sendable private func list(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let items = try request.query
    let limit = try items.integer("limit", in: 1...1000, or: 50)
    let offset = try items.integer("offset", in: 0...10_000_000, or: 0)
    let filter = try CardFilter(items)
    let shelf = house.keeper.shelf
    var rows: [Int]
    if let text = items.text("q") {
      rows = shelf.search(SearchQuery(text))
    } else {
      rows = Array(shelf.cards.indices)
    }
    if !filter.isEmpty { rows.removeAll { !filter.admits(shelf.cards[$0]) } }
    return Answer.json(
      .object([
        "total": .integer(rows.count), "offset": .integer(offset), "limit": .integer(limit),
        "tracks": .array(rows.dropFirst(offset).prefix(limit).map { shelf.cards[$0].json }),
      ]), to: request)
  }

  @Sendable private func show(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    guard var entry = try house.library.catalogue.entry(try track(context)) else {
      throw Self.noTrack
    }
    // Where files lie on the server is its owner's business.
    if !context.caller.scopes.contains(.admin) { entry.sources = [] }
    return Answer.json(entry.json, to: request)
  }

  @Sendable private func similar(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let id = try track(context).description
    return Answer.json(
      try SimilarSearch([id], try request.query, shelf: house.keeper.shelf).json, to: request)
  }

  @Sendable private func similarToSeveral(
    _ request: Request, _ context: CallContext
  ) throws -> Response {
    try context.require(.read)
    let items = try request.query
    let seeds = items.list("seeds")
    guard (1...20).contains(seeds.count) else {
      throw ServiceError.invalid("seeds takes 1 to 20 ids of tracks.")
    }
    return Answer.json(
      try SimilarSearch(seeds, items, shelf: house.keeper.shelf).json, to: request)
  }

  @Sendable private func path(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let items = try request.query
    let shelf = house.keeper.shelf
    let steps = try items.integer("steps", in: 2...200, or: 10)
    guard let from = items.text("from"), let to = items.text("to"),
      shelf.card(from) != nil, shelf.card(to) != nil
    else { throw ServiceError.notFound("from and to must be ids of tracks.") }
    guard let first = TrackID(from), let last = TrackID(to) else { throw Self.noTrack }
    var journey = SonicPath(from: first, to: last)
    journey.length = steps
    journey.recording = { shelf.card($0.description)?.recording }
    let answer = try journey.run(in: house.library, house.keeper.index)
    return Answer.json(
      .object([
        "from": .string(from), "to": .string(to),
        "path": .array(answer.stops.compactMap { shelf.card($0.track.id.description)?.json }),
        "steps": .array(answer.steps.map { .number($0, places: 4) }),
      ]), to: request)
  }

  @Sendable private func overrides(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let id = try track(context)
    guard try house.library.catalogue.holds(id) else { throw Self.noTrack }
    return Answer.json(Self.json(try house.library.catalogue.overrides(of: id)), to: request)
  }

  @Sendable private func setOverride(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.admin)
    let id = try track(context)
    guard try house.library.catalogue.holds(id) else { throw Self.noTrack }
    let body = try await request.wholeBody(upTo: 10_000)
    let value = try OverrideValue(json: body)
    try house.library.catalogue.set(
      try TrackOverride(try context.parameter("name"), value.text), of: id)
    try await house.keeper.refresh()
    return Answer.json(Self.json(try house.library.catalogue.overrides(of: id)), to: request)
  }

  @Sendable private func unsetOverride(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.admin)
    guard let name = TrackOverride.Name(rawValue: try context.parameter("name")),
      try house.library.catalogue.unset(name, of: try track(context))
    else { throw ServiceError.notFound("No such value was set.") }
    try await house.keeper.refresh()
    return Response(status: .noContent)
  }

  /// What `assonance doctor` finds from outside; nothing is mended.
  @Sendable private func doctor(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.admin)
    let checkup = LibraryCheckup(profile: house.settings.profile)
    let library = house.library
    let findings = try await house.executor.run {
      var findings: [JSONValue] = []
      try checkup.run(in: library) { findings.append($0.json) }
      return findings
    }
    return Answer.json(.object(["findings": .array(findings)]), to: request)
  }

  private func track(_ context: CallContext) throws -> TrackID {
    guard let id = TrackID(try context.parameter("id")) else { throw Self.noTrack }
    return id
  }

  private static let noTrack = ServiceError.notFound("There is no such track.")

  private static func json(_ overrides: [TrackOverride]) -> JSONValue {
    .object([
      "overrides": .object(overrides.map { .init(name: $0.name.rawValue, value: $0.json) })
    ])
  }
}
