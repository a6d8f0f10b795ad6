import Catalogue
import Crypto
import HTTPTypes
import Hummingbird
import Ingestion
import Ladder
import NIOCore
import NIOPosix
import Sound
import Tagging

/// A track's cover, as its renditions carry it.
struct CoverDelivery {
  let house: House

  /// Sends the cover, made smaller where it is larger than `size` pixels.
  ///
  /// The picture comes out of a rendition: it was brought to a safe format and size when that was made, in a
  /// helper process.
  ///
  /// - Throws: `notFound`, `preconditionFailed`.
  func response(
    _ track: TrackID, size: Int, _ request: Request, _ context: CallContext
  ) async throws -> Response {
    guard
      let rendition = try house.library.catalogue.renditions(of: track, hasSeekTables: false)?.last
    else {
      throw ServiceError.notFound("There is no such track.")
    }
    let path = try house.library.store.localPath(of: rendition.path)
    let access = house.library.access
    let picture = try await NIOThreadPool.singleton.runIfActive { () -> Picture? in
      guard let cover = try access.cover(of: SourcePath(path)) else { return nil }
      var limits = CoverLimits()
      limits.edge = size
      return try access.fittedCover(cover, to: limits)
    }
    guard let picture else { throw ServiceError.notFound("The track has no cover.") }
    let validator = Validator(
      String(TokenSecret.hex(SHA256.hash(data: picture.bytes)).prefix(32)))
    var headers: HTTPFields = [
      .eTag: validator.quoted, .cacheControl: "private, max-age=86400",
    ]
    if try validator.isKnown(to: request) {
      return Response(status: .notModified, headers: headers)
    }
    headers[.contentType] = picture.mime == "image/png" ? "image/png" : "image/jpeg"
    return Response(
      status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: picture.bytes)))
  }
}
