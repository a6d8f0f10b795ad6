import Glibc
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// What happens to every request: it gets a caller and a number, counts, is answered in its family's shape
/// whatever goes wrong, and leaves a line in the log.
struct Reception: RouterMiddleware {
  typealias Context = CallContext

  /// How long a connection stays after an answer that ends it; chosen: a refusal reaches a telephone in that time.
  private static let parting = TimeAmount.seconds(1)

  let house: House

  // The framework is built without our default: what it calls and passes leaves the caller's actor.
  @concurrent func handle(
    _ request: Request, context: CallContext,
    next: @concurrent (Request, CallContext) async throws -> Response
  ) async throws -> Response {
    let started = ContinuousClock.now
    let family = Family(path: request.uri.path)
    var context = context
    var response: Response
    var request = request
    var invited: InvitedBody?
    if request.headers[.expect]?.lowercased() == "100-continue" {
      let body = InvitedBody(request.body, channel: context.channel)
      (invited, request.body) = (body, RequestBody(asyncSequence: body))
    }
    do {
      if let permission = house.crossOrigin.permission(for: request) {
        response = permission
      } else {
        try admit(request, family, &context)
        response = try await next(request, context)
      }
    } catch {
      response = answer(to: error, request, family, context)
    }
    // Where the rest of a body is not wanted, nothing can follow on this connection.
    let isUninvited = invited.map { !$0.isInvited } ?? false
    if isUninvited || (response.status == .contentTooLarge && Self.isLong(request)) {
      response.headers[.connection] = "close"
      let channel = context.channel
      channel.eventLoop.scheduleTask(in: Self.parting) { channel.close(promise: nil) }
    }
    for field in house.crossOrigin.headers(for: request) {
      if field.name == .vary, let vary = response.headers[.vary] {
        response.headers[.vary] = "\(vary), \(field.value)"
      } else {
        response.headers[field.name] = field.value
      }
    }
    // An answer to HEAD has no body, whatever went wrong (RFC 9110 §9.3.2).
    if request.method == .head { response = response.createHeadResponse() }
    response.headers[Names.requestID] = context.number
    response.headers[.xContentTypeOptions] = "nosniff"
    let seconds = (ContinuousClock.now - started) / Duration.seconds(1)
    let code = response.status.code
    let labels = "family=\"\(family.rawValue)\""
    house.metrics.count(MetricNames.requests, "\(labels),status=\"\(code / 100)xx\"")
    house.metrics.observe(MetricNames.requestSeconds, labels, seconds)
    let level: Logger.Level =
      code >= 500 && code != 503 ? .error : request.method == .get && code < 400 ? .debug : .info
    if context.logger.logLevel <= level {
      // Without the query: it may hold a key.
      context.logger.log(
        level: level, "request",
        metadata: [
          "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(code)",
          "seconds": "\((seconds * 1e6).rounded() / 1e6)", "caller": "\(context.caller.id)",
          "from": "\(context.remoteAddress)",
        ])
    }
    return response
  }

  /// Whether to read the rest of a body that is not wanted costs more than a new connection.
  private static func isLong(_ request: Request) -> Bool {
    // Chosen: what arrives within the time of a refusal.
    request.headers[.contentLength].flatMap { Int($0) }.map { $0 > 1 << 20 }
      ?? (request.headers[.transferEncoding] != nil)
  }

  private func admit(
    _ request: Request, _ family: Family, _ context: inout CallContext
  ) throws {
    let host = request.head.authority ?? ""
    let isSecure = house.forwarding.isSecure(request, peer: context.remoteAddress)
    context.remoteAddress = house.forwarding.client(of: request, peer: context.remoteAddress)
    let isOpen = house.doorkeeper.isOpen
    if isOpen {
      guard HostRule.isLocal(host), HostRule.isLoopback(context.remoteAddress),
        isFromHere(request, host)
      else {
        throw ServiceError.forbidden(
          "Without tokens this server answers this machine alone; `assonance token create` makes one."
        )
      }
    }
    context.base = base(host, isSecure: isSecure)
    context.caller = family == .health ? .nobody : house.doorkeeper.caller(request)
    if context.caller.complaint != nil || (!context.caller.isKnown && family == .token) {
      if let seconds = house.strangers.take(context.remoteAddress) {
        throw ServiceError.tooManyRequests(retryAfter: seconds)
      }
    }
    let name = context.caller.isKnown && !isOpen ? context.caller.id : context.remoteAddress
    if family != .health, let seconds = house.limiter.take(name) {
      throw ServiceError.tooManyRequests(retryAfter: seconds)
    }
  }

  /// The start of the addresses that are given out.
  private func base(_ host: String, isSecure: Bool?) -> String {
    if let address = house.settings.publicAddress { return address }
    let scheme = isSecure ?? (house.settings.certificate != nil) ? "https" : "http"
    let own = "\(house.settings.host):\(house.settings.port)"
    return "\(scheme)://\(HostRule.isWellFormed(host) ? host : own)"
  }

  /// Whether no browser sends this on behalf of another site, or of one that is allowed by its name.
  private func isFromHere(_ request: Request, _ host: String) -> Bool {
    guard let origin = request.headers[.origin] else { return true }
    return origin == "http://\(host)" || origin == "https://\(host)"
      || house.crossOrigin.names(origin)
  }

  /// What is said of trouble, in the family's shape; who asks a known address in another way hears how.
  private func answer(
    to error: any Error, _ request: Request, _ family: Family, _ context: CallContext
  ) -> Response {
    var reason = Self.serviceError(error)
    if let known = error as? any HTTPResponseError, known.status == .notFound {
      let methods = house.addresses.withLock { $0 }.methods(at: request.uri.path)
      if !methods.isEmpty, !methods.contains(request.method) || request.method == .options {
        let allow = methods.map(\.rawValue).sorted().joined(separator: ", ")
        if request.method == .options {
          return Response(status: .noContent, headers: [.allow: allow])
        }
        reason = .methodNotAllowed(allow: allow)
      }
    }
    return family.response(to: reason, request, context.logger)
  }

  private static func serviceError(_ error: any Error) -> ServiceError {
    // Who sent it went away in the middle: nobody hears the answer, and it is no fault of the server's.
    if error is HTTPParserError || (error as? IOError)?.errnoCode == ECONNRESET {
      return .invalid("The request broke off.")
    }
    guard let known = error as? any HTTPResponseError else { return ServiceError(error) }
    switch known.status {
    case .notFound: return .notFound("There is nothing here.")
    case .contentTooLarge: return .tooLarge(limit: 0)
    default: return .invalid("The request is not well formed.")
    }
  }
}
