import Catalogue
import HTTPTypes
import Ingestion
import NIOCore
import NIOHTTP1

/// Why a request gets something else than what it asked for.
enum ServiceError: Error, Sendable, CustomStringConvertible {
  /// The request makes no sense; one sentence.
  case invalid(String)
  /// No token, or none that counts.
  case unauthenticated(String)
  /// The token's scopes do not reach so far.
  case forbidden(String)
  /// There is no such thing; one sentence.
  case notFound(String)
  /// What the address takes, as `Allow` writes it.
  case methodNotAllowed(allow: String)
  /// It was there and is no more.
  case gone(String)
  /// The state of things does not allow it.
  case conflict(code: String, String)
  /// More bytes than are taken.
  case tooLarge(limit: Int)
  case unsupportedMediaType(String)
  /// Seconds after which to try again.
  case tooManyRequests(retryAfter: Int)
  /// Another version of tus than the one that is spoken.
  case otherVersion(spoken: String)
  /// The bytes are not those that the digest promises.
  case checksumMismatch
  case rangeNotSatisfiable(length: Int)
  /// Not now: queues are full, or the server is starting; seconds after which to try again.
  case unavailable(String, retryAfter: Int)
  /// The request body stopped coming.
  case timedOut
  /// The request body is not written as HTTP writes bodies, or breaks off.
  case malformedBody
  /// The client is gone: nobody reads the answer.
  case abandoned
  /// The request wants another state of the thing than it has (`If-Match`).
  case preconditionFailed
  /// A body whose length must be said before.
  case lengthRequired(String)
  /// What a room said.
  case failed(Failure)

  init(_ error: any Error) {
    switch error {
    case let error as ServiceError: self = error
    case let error as OverrideError: self = .invalid(error.description)
    case is HTTPParserError: self = .malformedBody
    // What is asked for is cancelled where nobody waits for it: the client left, or had to.
    case is IOError, is ChannelError, is CancellationError: self = .abandoned
    default: self = .failed(Failure(error))
    }
  }

  /// Stable, snake_case.
  var code: String {
    switch self {
    case .invalid: "invalid_request"
    case .unauthenticated: "unauthenticated"
    case .forbidden: "forbidden"
    case .notFound: "not_found"
    case .methodNotAllowed: "method_not_allowed"
    case .gone: "gone"
    case .conflict(let code, _): code
    case .tooLarge: "too_large"
    case .unsupportedMediaType: "unsupported_media_type"
    case .tooManyRequests: "too_many_requests"
    case .otherVersion: "tus_version"
    case .checksumMismatch: "checksum_mismatch"
    case .rangeNotSatisfiable: "range_not_satisfiable"
    case .unavailable: "unavailable"
    case .timedOut: "request_timeout"
    case .malformedBody: "invalid_request"
    case .abandoned: "client_gone"
    case .preconditionFailed: "precondition_failed"
    case .lengthRequired: "length_required"
    case .failed(let failure): failure.code
    }
  }

  var status: HTTPResponse.Status {
    switch self {
    case .invalid: .badRequest
    case .unauthenticated: .unauthorized
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .gone: .gone
    case .conflict: .conflict
    case .tooLarge: .contentTooLarge
    case .unsupportedMediaType: .unsupportedMediaType
    case .tooManyRequests: .tooManyRequests
    case .otherVersion: .preconditionFailed
    // tus 1.0, checksum extension.
    case .checksumMismatch: .init(code: 460, reasonPhrase: "Checksum Mismatch")
    case .rangeNotSatisfiable: .rangeNotSatisfiable
    case .unavailable: .serviceUnavailable
    case .timedOut: .requestTimeout
    case .malformedBody: .badRequest
    // Nobody sees it; in logs and counts it is the client's, as nginx has it.
    case .abandoned: .init(code: 499, reasonPhrase: "Client Closed Request")
    case .preconditionFailed: .preconditionFailed
    case .lengthRequired: .lengthRequired
    case .failed(let failure):
      switch failure.code {
      case "no_such_track", "no_embedding", "no_path": .notFound
      case "invalid_filter": .badRequest
      case "library_locked", "library_failed", "index_incomplete": .serviceUnavailable
      case "disk_full": .init(code: 507, reasonPhrase: "Insufficient Storage")
      default: .internalServerError
      }
    }
  }

  var retryAfter: Int? {
    switch self {
    case .tooManyRequests(let seconds), .unavailable(_, let seconds): seconds
    case .failed(let failure) where failure.isTransient: 2
    default: nil
    }
  }

  /// One sentence, without anything of the server's own: paths, queries, other people's data.
  var description: String {
    switch self {
    case .invalid(let words), .unauthenticated(let words), .forbidden(let words),
      .notFound(let words), .gone(let words), .conflict(_, let words),
      .unsupportedMediaType(let words), .unavailable(let words, _), .lengthRequired(let words):
      words
    case .methodNotAllowed: "This method does not go with this address."
    case .tooLarge(let limit): "At most \(limit) bytes are taken here."
    case .tooManyRequests: "API rate limit exceeded"
    case .otherVersion(let spoken): "Only version \(spoken) of tus is spoken here."
    case .checksumMismatch: "The bytes are not those that the checksum stands for."
    case .rangeNotSatisfiable(let length): "The range lies outside the \(length) bytes there are."
    case .timedOut: "The request did not come to its end in time."
    case .malformedBody: "The request's body is not well formed, or ended too early."
    case .abandoned: "The client closed the connection."
    case .preconditionFailed: "It is not, or no more, what the request says that it should be."
    case .failed(let failure):
      status.code < 500 ? failure.description : "The server could not do that (\(failure.code))."
    }
  }
}
