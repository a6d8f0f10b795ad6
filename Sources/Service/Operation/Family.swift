import HTTPTypes
import Hummingbird
import Ingestion
import Interchange
import Logging
import NIOCore

/// Addresses whose answers have one shape.
enum Family: String {
  /// The public Web API's.
  case webAPI = "web_api"
  case token
  case subsonic
  /// Our own.
  case rest
  case health
  case page

  init(path: String) {
    if path.hasPrefix("/v1/") {
      self = .webAPI
    } else if path.hasPrefix("/rest/") {
      self = .subsonic
    } else if path == "/api/token" {
      self = .token
    } else if path.hasPrefix("/health/") {
      self = .health
    } else {
      self = path == "/" ? .page : .rest
    }
  }

  /// An error in the family's shape.
  ///
  /// - Parameters:
  ///   - error: what went wrong.
  ///   - request: what is answered.
  ///   - logger: is told where it is the server's fault.
  ///   - format: what a player wants its answer as; nil for what its query says.
  /// - Returns: the answer, with the headers that belong to it.
  func response(
    to error: ServiceError, _ request: Request, _ logger: Logger, format: String? = nil
  ) -> Response {
    if error.status.code >= 500, error.status != .serviceUnavailable {
      logger.error(
        "request failed", metadata: ["code": "\(error.code)", "error": "\(error.reason)"])
    }
    let body: JSONValue
    switch self {
    case .webAPI:
      body = .object([
        "error": .object([
          "status": .integer(error.status.code), "message": .string(error.description),
        ])
      ])
    default:
      body = .object([
        "error": .object([
          "status": .integer(error.status.code), "code": .string(error.code),
          "message": .string(error.description),
        ])
      ])
    }
    var response =
      self == .subsonic
      ? SubsonicEnvelope(request, format: format ?? (try? request.query)?.text("f"))
        .failed(SubsonicError(error), status: error.status)
      : Answer.json(body, to: request, status: error.status)
    if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
    if error.status == .unauthorized {
      response.headers[.wwwAuthenticate] = "Bearer realm=\"assonance\""
    }
    if case .rangeNotSatisfiable(let length) = error {
      response.headers[.contentRange] = "bytes */\(length)"
    }
    if case .otherVersion(let spoken) = error { response.headers[Names.tusVersion] = spoken }
    if case .methodNotAllowed(let allow) = error { response.headers[.allow] = allow }
    switch error {
    // What follows on the connection could be anything.
    case .timedOut, .malformedBody, .abandoned: response.headers[.connection] = "close"
    default: break
    }
    return response
  }
}

extension ServiceError {
  /// All that is known, for the log.
  var reason: String {
    if case .failed(let failure) = self { failure.description } else { description }
  }
}
