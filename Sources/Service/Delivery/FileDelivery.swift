import HTTPTypes
import Hummingbird

/// Sends a file of known bytes: ranges, validators, caching.
struct FileDelivery {
  let path: String
  let bytes: Int
  let type: String
  /// Strong: it stands for these bytes and no others.
  let tag: String
  /// Whether the address names these bytes for ever.
  let isImmutable: Bool
  /// What is said where no such file of that size lies there.
  let loss: ServiceError

  /// - Throws: `rangeNotSatisfiable`, `preconditionFailed`, the `loss`, `storage_failed`.
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
    let part: Range<Int>
    switch range {
    case .unsatisfiable: throw ServiceError.rangeNotSatisfiable(length: bytes)
    case .whole: part = 0..<bytes
    case .part(let wanted):
      part = Range(wanted)
      headers[.contentRange] = "bytes \(wanted.lowerBound)-\(wanted.upperBound)/\(bytes)"
    }
    guard let body = try await SentFile.body(part, ofFileAt: path, bytes: bytes) else { throw loss }
    return Response(
      status: range == .whole ? .ok : .partialContent, headers: headers, body: body)
  }
}
