import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

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
    var request = request
    var invited: InvitedBody?
    if request.headers[.expect]?.lowercased() == "100-continue" {
      let body = InvitedBody(request.body, channel: context.channel)
      (invited, request.body) = (body, RequestBody(asyncSequence: body))
    }
    var isAdmitted = false
    do {
      if let permission = house.crossOrigin.permission(for: request) {
        response = permission
      } else {
        try admit(request, family, &context)
        isAdmitted = true
        response = try await next(request, context)
      }
    } catch {
      var format: String?
      if family == .subsonic, !isAdmitted, invited == nil {
        format = await SubsonicRoutes.format(ofForm: request)
      }
      response = answer(to: error, request, family, context, format: format)
    }
    // Where the rest of a body is not wanted, nothing can follow on this connection.
    let isUninvited = invited.map { !$0.isInvited } ?? false
    if isUninvited || (response.status == .contentTooLarge && Self.isLong(request)) {
      response.headers[.connection] = "close"
    }
    for field in house.crossOrigin.headers(for: request) {
      if field.name == .vary, let vary = response.headers[.vary], vary != field.value {
        response.headers[.vary] = "\(vary), \(field.value)"
      } else {
        response.headers[field.name] = field.value
      }
    }
    // tus 1.0: in every answer, refusals too.
    if request.uri.path.hasPrefix(UploadRoutes.address) {
      response.headers[Names.tusResumable] = UploadRoutes.version
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
    // RFC 9112 §3.2: once and no more, and none but in HTTP/1.0; several arrive here as one.
    guard let host = request.head.authority, host.isEmpty || HostRule.isWellFormed(host) else {
      throw ServiceError.invalid("A request names the server it is for, once, in Host.")
    }
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
    return "\(scheme)://\(host.isEmpty ? own : host)"
  }

  /// Whether no browser sends this on behalf of another site, or of one that is allowed by its name.
  private func isFromHere(_ request: Request, _ host: String) -> Bool {
    if let origin = request.headers[.origin] {
      return origin == "http://\(host)" || origin == "https://\(host)"
        || house.crossOrigin.names(origin)
    }
    // Pictures and sound that a page embeds come without Origin (W3C, Fetch Metadata Request Headers).
    guard let site = request.headers[Names.fetchSite], site != "same-origin", site != "none" else {
      return true
    }
    // Who follows a link asks themselves, and the page that it stands in sees nothing of the answer.
    if request.headers[Names.fetchMode] == "navigate",
      request.headers[Names.fetchDestination] == "document", request.method == .get
    {
      return true
    }
    let parts = (request.headers[.referer] ?? "").split(
      separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.count > 2 && house.crossOrigin.names("\(parts[0])//\(parts[2])")
  }

  /// What is said of trouble, in the family's shape; who asks a known address in another way hears how.
  private func answer(
    to error: any Error, _ request: Request, _ family: Family, _ context: CallContext,
    format: String? = nil
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
    return family.response(to: reason, request, context.logger, format: format)
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
