import Analysis
import Catalogue
import HTTPTypes
import Hummingbird
import Ingestion
import Interchange
import Ladder
import Sound
import Tagging

/// Renditions, covers, seek tables and the manifest of a track's rungs.
struct DeliveryRoutes: Sendable {
  let house: House

  func add(to router: Router<CallContext>) {
    router.get("api/tracks/:id/ladder", use: ladder)
    router.get("api/tracks/:id/renditions/:rung", use: rendition)
    router.get("api/tracks/:id/renditions/:rung/seek-table", use: seekTable)
    router.get("api/tracks/:id/cover", use: cover)
    router.get("api/tracks/:id/waveform", use: waveform)
  }

  /// The manifest: every rung, where it is, and what it is.
  @Sendable private func ladder(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    let (track, renditions) = try find(context)
    let start = "\(context.base)/api/tracks/\(track)/renditions/"
    return Answer.json(
      .object([
        "track": .string(track.description),
        "dash": .string("\(context.base)/api/tracks/\(track)/manifest.mpd"),
        "rungs": .array(
          renditions.map { rendition in
            .object([
              "rung": .string(rendition.rung),
              "url": .string("\(start)\(rendition.rung)?v=\(Self.version(rendition))"),
              "seekTable": .string("\(start)\(rendition.rung)/seek-table"),
              "type": .string(Self.type), "bytes": .integer(rendition.bytes),
              "sha256": .string(rendition.sha256),
              "duration": .number(rendition.duration, places: 6),
              "frames": .integer(rendition.frames), "sampleRate": .integer(rendition.sampleRate),
              "channels": .integer(rendition.channels),
              "nominalBitrate": .integer(rendition.nominalBitrate),
              "meanBitrate": .integer(rendition.meanBitrate),
              "peakBitrate": .integer(rendition.peakBitrate),
            ])
          }),
      ]), to: request)
  }

  @Sendable private func rendition(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.stream)
    let rendition = try one(context)
    let version = try request.query["v"]
    return try await Self.deliver(rendition, version: version, house, request, context)
  }

  @Sendable private func seekTable(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    guard let track = TrackID(try context.parameter("id")),
      let table = try house.library.catalogue.rendition(try Self.rung(context), of: track)?
        .seekTable
    else { throw ServiceError.notFound("The track has no such rung.") }
    return Answer.json(
      .object([
        "sampleRate": .integer(table.sampleRate),
        "frames": .array(table.entries.map { .integer($0.frame) }),
        "offsets": .array(table.entries.map { .integer($0.offset) }),
      ]), to: request)
  }

  @Sendable private func cover(_ request: Request, _ context: CallContext) async throws -> Response
  {
    try context.require(.stream)
    guard let track = TrackID(try context.parameter("id")) else {
      throw ServiceError.notFound("There is no such track.")
    }
    return try await CoverDelivery(house: house).response(
      track, size: try request.query.integer("size", in: 1...4000, or: 640), request, context)
  }

  @Sendable private func waveform(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    guard let track = TrackID(try context.parameter("id")),
      let details = try house.library.catalogue.details(of: track)
    else { throw ServiceError.notFound("There is no such track.") }
    return Answer.bytes(Array(details.waveform.json.utf8), to: request)
  }

  static let type = "audio/ogg; codecs=vorbis"

  /// What stands for a rendition's bytes in its address.
  static func version(_ rendition: Rendition) -> String { String(rendition.sha256.prefix(16)) }

  /// Sends a rendition; the address is good for ever where it names the version.
  static func deliver(
    _ rendition: Rendition, version: String?, _ house: House, _ request: Request,
    _ context: CallContext
  ) async throws -> Response {
    try await FileDelivery(
      path: try house.library.store.localPath(of: rendition.path),
      bytes: rendition.bytes, type: type, tag: rendition.sha256,
      isImmutable: version == Self.version(rendition),
      loss: .failed(
        Failure(code: "rendition_missing", description: "\(rendition.path) is not what it was."))
    ).response(to: request, context)
  }

  private func find(_ context: CallContext) throws -> (track: TrackID, renditions: [Rendition]) {
    guard let track = TrackID(try context.parameter("id")),
      let renditions = try house.library.catalogue.renditions(of: track, hasSeekTables: false)
    else { throw ServiceError.notFound("There is no such track.") }
    return (track, renditions)
  }

  private func one(_ context: CallContext) throws -> Rendition {
    guard let track = TrackID(try context.parameter("id")),
      let rendition = try house.library.catalogue.rendition(
        try Self.rung(context), of: track, hasSeekTable: false)
    else { throw ServiceError.notFound("The track has no such rung.") }
    return rendition
  }

  private static func rung(_ context: CallContext) throws -> String {
    let name = try context.parameter("rung")
    return name.hasSuffix(".ogg") ? String(name.dropLast(4)) : name
  }
}
