import HTTPTypes
import Hummingbird

/// Which web pages of other sites may ask from a browser (the Fetch standard's CORS protocol).
struct CrossOrigin: Sendable {
  /// Seconds a browser may remember an answer to its question; chosen: most take no more.
  private static let memory = 7200
  private static let methods = "GET, HEAD, POST, PUT, PATCH, DELETE"
  private static let sent =
    "Authorization, Content-Type, Range, If-Range, If-None-Match, Last-Event-ID, Tus-Resumable, "
    + "Upload-Length, Upload-Offset, Upload-Metadata, Upload-Checksum, Repr-Digest, Content-Digest"
  private static let shown =
    "Retry-After, Location, ETag, Accept-Ranges, Content-Range, Content-Length, X-Request-Id, "
    + "Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Upload-Length, Upload-Offset, "
    + "Upload-Expires"

  private let origins: Set<String>
  private let isForAll: Bool

  /// - Parameter origins: such as `https://player.example.org`; `*` for all.
  init(_ origins: [String]) {
    self.origins = Set(origins.map { $0.lowercased() })
    isForAll = origins.contains("*")
  }

  /// Whether a page is allowed by its name; that all are does not count.
  func names(_ origin: String) -> Bool { origins.contains(origin.lowercased()) }

  /// What a page's browser is told beside an answer; empty for others.
  func headers(for request: Request) -> HTTPFields {
    guard let origin = request.headers[.origin], isForAll || names(origin) else { return [:] }
    return [
      .accessControlAllowOrigin: isForAll ? "*" : origin, .accessControlExposeHeaders: Self.shown,
      .vary: "Origin",
    ]
  }

  /// The answer to a browser's question whether it may ask; nil where the request is no such question.
  func permission(for request: Request) -> Response? {
    guard request.method == .options, request.headers[.accessControlRequestMethod] != nil else {
      return nil
    }
    var headers = headers(for: request)
    if headers.isEmpty { return nil }
    headers[.accessControlAllowMethods] = Self.methods
    headers[.accessControlAllowHeaders] = Self.sent
    headers[.accessControlMaxAge] = String(Self.memory)
    return Response(status: .noContent, headers: headers)
  }
}
