import HTTPTypes
import Hummingbird
import NIOCore

/// Sends a file of known bytes: ranges, validators, caching.
struct FileDelivery {
  let files: FileIO
  let path: String
  let bytes: Int
  let type: String
  /// Strong: it stands for these bytes and no others.
  let tag: String
  /// Whether the address names these bytes for ever.
  let isImmutable: Bool

  /// - Throws: `rangeNotSatisfiable`, `notFound` where the file is gone.
  func response(to request: Request, _ context: CallContext) async throws -> Response {
    let quoted = "\"\(tag)\""
    var headers: HTTPFields = [
      .contentType: type, .acceptRanges: "bytes", .eTag: quoted,
      // Behind a token: no cache that serves others may keep it.
      .cacheControl: isImmutable ? "private, max-age=31536000, immutable" : "private, no-cache",
    ]
    if let known = request.headers[.ifNoneMatch], Self.names(known, quoted) {
      headers[.contentType] = nil
      return Response(status: .notModified, headers: headers)
    }
    var range = ByteRange(request.headers[.range], length: bytes)
    if let condition = request.headers[.ifRange], condition != quoted { range = .whole }
    switch range {
    case .unsatisfiable: throw ServiceError.rangeNotSatisfiable(length: bytes)
    case .whole:
      return Response(
        status: .ok, headers: headers,
        body: try await files.loadFile(path: path, context: context))
    case .part(let part):
      headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound)/\(bytes)"
      return Response(
        status: .partialContent, headers: headers,
        body: try await files.loadFile(path: path, range: part, context: context))
    }
  }

  private static func names(_ header: String, _ tag: String) -> Bool {
    header.split(separator: ",").contains { part in
      let name = String(part).trimmed
      return name == "*" || name == tag || name == "W/" + tag
    }
  }
}
