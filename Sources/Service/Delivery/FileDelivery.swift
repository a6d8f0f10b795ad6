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

  /// - Throws: `rangeNotSatisfiable`, `preconditionFailed`, `notFound` where the file is gone.
  func response(to request: Request, _ context: CallContext) async throws -> Response {
    let validator = Validator(tag)
    var headers: HTTPFields = [
      .contentType: type, .acceptRanges: "bytes", .eTag: validator.quoted,
      // Behind a token: no cache that serves others may keep it.
      .cacheControl: isImmutable ? "private, max-age=31536000, immutable" : "private, no-cache",
    ]
    if try validator.isKnown(to: request) {
      headers[.contentType] = nil
      return Response(status: .notModified, headers: headers)
    }
    // Ranges are for GET alone (RFC 9110 §14.2).
    var range = request.method == .get ? ByteRange(request.headers[.range], length: bytes) : .whole
    if let condition = request.headers[.ifRange], condition != validator.quoted { range = .whole }
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
}
