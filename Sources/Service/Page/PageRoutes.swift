import HTTPTypes
import Hummingbird
import NIOCore

/// The page at `/`: search, play, what sounds alike.
struct PageRoutes: Sendable {
  func add(to router: Router<CallContext>) {
    router.get("/") { request, _ in
      var response = Answer.bytes(
        Array(Page.html.utf8), type: "text/html; charset=utf-8", to: request)
      // Everything that the page needs is in it; it talks to nobody else.
      response.headers[.contentSecurityPolicy] =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        + "connect-src 'self'; media-src 'self' blob:; img-src 'self' blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      response.headers[Names.referrerPolicy] = "no-referrer"
      return response
    }
  }
}
