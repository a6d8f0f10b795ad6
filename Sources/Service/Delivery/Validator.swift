import HTTPTypes
import Hummingbird

/// What stands for the bytes of an answer (`ETag`), and what requests make depend on it (RFC 9110 §13).
struct Validator {
  /// As it stands in headers.
  let quoted: String

  /// - Parameter tag: strong: it stands for these bytes and no others.
  init(_ tag: String) { quoted = "\"\(tag)\"" }

  /// Whether the client has these bytes already.
  ///
  /// - Throws: `preconditionFailed` where the request is about others.
  func isKnown(to request: Request) throws -> Bool {
    if let wanted = request.headers[.ifMatch], !Self.names(wanted, quoted, isWeak: false) {
      throw ServiceError.preconditionFailed
    }
    return request.headers[.ifNoneMatch].map { Self.names($0, quoted, isWeak: true) } ?? false
  }

  private static func names(_ header: String, _ tag: String, isWeak: Bool) -> Bool {
    header.split(separator: ",").contains { part in
      let name = String(part).trimmed
      return name == "*" || name == tag || (isWeak && name == "W/" + tag)
    }
  }
}
