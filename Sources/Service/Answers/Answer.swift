import HTTPTypes
import Hummingbird
import Interchange
import NIOCore

/// Responses of the few kinds there are.
enum Answer {
  /// Bodies below this many bytes are not worth compressing; chosen: they fit one packet.
  private static let smallest = 1_200

  static func json(
    _ value: JSONValue, to request: Request, status: HTTPResponse.Status = .ok
  ) -> Response {
    bytes(value.utf8, to: request, status: status)
  }

  /// A text body, compressed where the client takes that.
  static func bytes(
    _ bytes: [UInt8], type: String = "application/json; charset=utf-8", to request: Request,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    var headers: HTTPFields = [.contentType: type]
    var body = bytes
    if bytes.count >= smallest {
      headers[.vary] = "Accept-Encoding"
      if takesGzip(request), let compressed = Gzip.compressed(bytes) {
        body = compressed
        headers[.contentEncoding] = "gzip"
      }
    }
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
  }

  static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: type, .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  /// Whether the client takes gzip (RFC 9110 §12.5.3): what it says of gzip itself goes before what it says of all.
  private static func takesGzip(_ request: Request) -> Bool {
    guard let accepted = request.headers[.acceptEncoding] else { return false }
    var others = false
    for item in accepted.split(separator: ",") {
      let parts = item.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      let isTaken = !parts.dropFirst().contains {
        $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0
      }
      switch parts.first {
      case "gzip", "x-gzip": return isTaken
      case "*": others = isTaken
      default: break
      }
    }
    return others
  }
}

extension Request {
  /// - Throws: `invalid` for a query that is not well formed.
  var query: QueryItems {
    get throws { try QueryItems(uri.query ?? "") }
  }

  /// How long a body may take that is not an upload's; chosen: a slow telephone sends 100 kB in 10 s.
  private static let patience = Duration.seconds(30)

  /// The whole body, where it is at most `limit` bytes.
  ///
  /// - Throws: `tooLarge`, `timedOut`.
  func wholeBody(upTo limit: Int) async throws -> [UInt8] {
    if let text = headers[.contentLength], let length = Int(text), length > limit {
      throw ServiceError.tooLarge(limit: limit)
    }
    let end = ContinuousClock.now + Self.patience
    var bytes: [UInt8] = []
    for try await buffer in body {
      // A body that stands still altogether is ended with its connection.
      if .now > end { throw ServiceError.timedOut }
      guard bytes.count + buffer.readableBytes <= limit else {
        throw ServiceError.tooLarge(limit: limit)
      }
      bytes += buffer.readableBytesView
    }
    return bytes
  }
}
