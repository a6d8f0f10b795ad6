import Catalogue
import Hummingbird

/// One method of the protocol.
struct SubsonicMethod: Sendable {
  let name: String
  /// What the token must reach; nil where nobody need say who asks.
  let scope: AccessToken.Scope?
  let handler: @Sendable (SubsonicCall) async throws -> Response

  init(
    _ name: String, _ scope: AccessToken.Scope? = .read,
    _ handler: @escaping @Sendable (SubsonicCall) async throws -> Response
  ) {
    (self.name, self.scope, self.handler) = (name, scope, handler)
  }

  /// Every method there is.
  static let all = system + browsing + lists + searching + sonic + media + nothing + refused
}
