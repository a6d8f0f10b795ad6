import Catalogue
import Hummingbird
import Ingestion
import Ladder
import Sound

extension SubsonicMethod {
  /// Sound and pictures.
  static let media: [SubsonicMethod] = [
    SubsonicMethod("stream", .stream) { call in
      // Nothing is encoded again: what else than the original is wanted comes as a rendition.
      if call.items.text("format") == "raw", let original = try await original(call) {
        return original
      }
      return try await rendition(call)
    },
    SubsonicMethod("download", .stream) { call in
      let track = try track(call)
      if let original = try await original(call) { return original }
      var response = try await rendition(call)
      if let card = call.shelf.card(track.description) {
        response.headers[.contentDisposition] = OriginalDelivery.disposition("\(card.title).ogg")
      }
      return response
    },
    SubsonicMethod("getCoverArt", .stream) { call in
      let id = try call.required("id")
      let shelf = call.shelf
      var row = shelf.albums[id]?.cover
      if let artist = shelf.artists[id] { row = call.nodes.cover(of: artist) }
      guard let track = row.map({ shelf.cards[$0].track }) ?? TrackID(id) else {
        throw SubsonicError.notFound
      }
      return try await CoverDelivery(house: call.house).response(
        track, size: max(1, call.count("size", or: 640, most: 4000)), call.request, call.context)
    },
  ]

  private static func track(_ call: SubsonicCall) throws -> TrackID {
    guard let track = TrackID(try call.required("id")) else { throw SubsonicError.notFound }
    return track
  }

  private static func original(_ call: SubsonicCall) async throws -> Response? {
    try await OriginalDelivery(house: call.house).response(
      try track(call), call.request, call.context)
  }

  /// The best rendition that is not above `maxBitRate` (kbps, 0 for any), else the smallest.
  private static func rendition(_ call: SubsonicCall) async throws -> Response {
    guard
      let renditions = try call.house.library.catalogue.renditions(
        of: try track(call), hasSeekTables: false),
      !renditions.isEmpty
    else { throw SubsonicError.notFound }
    let most = call.count("maxBitRate", or: 0, most: 10_000) * 1000
    let fitting = renditions.filter { most == 0 || $0.nominalBitrate <= most }
    guard let rendition = fitting.last ?? renditions.first else { throw SubsonicError.notFound }
    return try await DeliveryRoutes.deliver(
      rendition, version: nil, call.house, call.request, call.context)
  }
}
