import HTTPTypes
import Hummingbird
import Logging

/// What happens to every request: it gets a caller and a number, counts, is answered in its family's shape
/// whatever goes wrong, and leaves a line in the log.
struct Reception: RouterMiddleware {
  typealias Context = CallContext

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
    do {
      try admit(request, family, &context)
      response = try await next(request, context)
    } catch {
      response = family.response(to: Self.serviceError(error), request, context.logger)
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

  private func admit(
    _ request: Request, _ family: Family, _ context: inout CallContext
  ) throws {
    let host = request.head.authority ?? ""
    let isOpen = house.doorkeeper.isOpen
    if isOpen {
      guard HostRule.isLocal(host), Self.isFromHere(request, host) else {
        throw ServiceError.forbidden(
          "Without tokens this server answers this machine alone; `assonance token create` makes one."
        )
      }
    }
    context.base = base(host)
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
  private func base(_ host: String) -> String {
    if let address = house.settings.publicAddress { return address }
    let scheme = house.settings.certificate == nil ? "http" : "https"
    let own = "\(house.settings.host):\(house.settings.port)"
    return "\(scheme)://\(HostRule.isWellFormed(host) ? host : own)"
  }

  /// Whether a browser sends this on behalf of another site.
  private static func isFromHere(_ request: Request, _ host: String) -> Bool {
    guard let origin = request.headers[.origin] else { return true }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }

  private static func serviceError(_ error: any Error) -> ServiceError {
    guard let known = error as? any HTTPResponseError else { return ServiceError(error) }
    switch known.status {
    case .notFound: return .notFound("There is nothing here.")
    case .contentTooLarge: return .tooLarge(limit: 0)
    default: return .invalid("The request is not well formed.")
    }
  }

}
