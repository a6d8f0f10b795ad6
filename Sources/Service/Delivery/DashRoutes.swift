import Catalogue
import Foundation
import HTTPTypes
import Hummingbird
import Ingestion
import Ladder
import NIOCore
import Sound

/// Renditions as an adaptive stream: a DASH manifest (ISO/IEC 23009-1), and WebM segments made on the way out of
/// the very packets of the rungs.
struct DashRoutes: Sendable {
  let house: House

  func add(to router: Router<CallContext>) {
    router.get("api/tracks/:id/manifest.mpd", use: manifest)
    router.get("api/tracks/:id/segments/:rung/:name", use: segment)
  }

  @Sendable private func manifest(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.read)
    guard let track = TrackID(try context.parameter("id")),
      let renditions = try house.library.catalogue.renditions(of: track, hasSeekTables: false)
    else { throw ServiceError.notFound("There is no such track.") }
    guard let duration = renditions.map(\.duration).max() else {
      throw ServiceError.notFound("The track has no renditions.")
    }
    // A player switches between streams of one kind: those of another rate or width get a set of their own.
    var kinds: [(rate: Int, channels: Int)] = []
    for rendition in renditions.reversed()
    where !kinds.contains(where: { $0 == (rendition.sampleRate, rendition.channels) }) {
      kinds.append((rendition.sampleRate, rendition.channels))
    }
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:full:2011" \
      type="static" mediaPresentationDuration="PT\(duration)S" minBufferTime="PT3S">
      <BaseURL>\(context.base)/api/tracks/\(track)/segments/</BaseURL>
      <Period start="PT0S">

      """
    for kind in kinds {
      text += """
        <AdaptationSet contentType="audio" mimeType="audio/webm" codecs="vorbis" \
        segmentAlignment="true" startWithSAP="1">
        <SegmentTemplate timescale="1" duration="\(VorbisStream.seconds)" startNumber="0" \
        initialization="$RepresentationID$/start.webm" media="$RepresentationID$/$Number$.webm"/>

        """
      for rendition in renditions
      where (rendition.sampleRate, rendition.channels) == (kind.rate, kind.channels) {
        text += """
          <Representation id="\(rendition.rung)" bandwidth="\(max(rendition.meanBitrate, 1))" \
          audioSamplingRate="\(rendition.sampleRate)"><AudioChannelConfiguration \
          schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" \
          value="\(rendition.channels)"/></Representation>

          """
      }
      text += "</AdaptationSet>\n"
    }
    text += "</Period>\n</MPD>\n"
    return Answer.bytes(Array(text.utf8), type: "application/dash+xml", to: request)
  }

  /// `start.webm`, or a segment's number; `?first=true` where a decoder starts with it, as it does after every
  /// change of the rung.
  @Sendable private func segment(
    _ request: Request, _ context: CallContext
  ) async throws -> Response {
    try context.require(.stream)
    let rung = try context.parameter("rung")
    guard let track = TrackID(try context.parameter("id")),
      let rendition = try house.library.catalogue.rendition(rung, of: track)
    else { throw ServiceError.notFound("The track has no such rung.") }
    let name = try context.parameter("name")
    let isFirst = try request.query.flag("first")
    let stream = try VorbisStream(
      rendition, path: try house.library.store.localPath(of: rendition.path))
    let bytes: [UInt8]
    if name == "start.webm" {
      bytes = WebMWriter.start(stream)
    } else {
      guard name.hasSuffix(".webm"), let number = Int(name.dropLast(5)),
        (0..<stream.count).contains(number)
      else { throw ServiceError.notFound("There is no such segment.") }
      bytes = WebMWriter.cluster(
        try stream.blocks(number, isFirst: isFirst), sampleRate: stream.modes.sampleRate)
    }
    let validator = Validator("\(rendition.sha256.prefix(32))-\(name)-\(isFirst)")
    if try validator.isKnown(to: request) {
      return Response(status: .notModified, headers: [.eTag: validator.quoted])
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "audio/webm; codecs=vorbis", .eTag: validator.quoted,
        .cacheControl: "private, no-cache",
      ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
