import Catalogue
import Crypto
import HTTPTypes
import Hummingbird
import Ingestion
import Synchronization

/// Says who asks.
///
/// A token is `id.secret`. It comes as a bearer token, as the password of basic authentication, or through the
/// client-credentials grant as a signed access token that lasts an hour and falls with the token it stands for.
final class Doorkeeper: Sendable {
  /// Seconds an access token lasts: what the public Web API gave.
  static let lifetime = 3600

  private let key: LibraryKey
  private let tokens = Mutex<[String: AccessToken]>([:])
  private let isForThisMachine: Bool

  /// - Parameters:
  ///   - library: whose tokens count.
  ///   - isForThisMachine: whether no other machine can reach the server; else it never is open, not even when
  ///     the last token is revoked while it runs.
  /// - Throws: what the catalogue throws, and `Failure` where the library's key cannot be kept.
  init(library: Library, isForThisMachine: Bool) throws {
    self.isForThisMachine = isForThisMachine
    key = try LibraryKey(folder: library.folder)
    try refresh(library)
  }

  /// Reads the tokens anew: the command line may have made or revoked some.
  func refresh(_ library: Library) throws {
    let all = try library.catalogue.tokens()
    tokens.withLock { $0 = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) }) }
  }

  /// Whether nobody needs a token: none was ever made, or all are revoked, on a server for this machine alone.
  var isOpen: Bool { isForThisMachine && !hasTokens }
  var hasTokens: Bool { tokens.withLock { !$0.isEmpty } }

  /// Who a request comes from, by its `Authorization`.
  func caller(_ request: Request) -> Caller {
    // Where no token is asked for, none is wrong: scripts bring what they were written with.
    if isOpen { return Self.everybody }
    guard let header = request.headers[.authorization] else { return .nobody }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else {
      return Self.refused("Only valid bearer authentication supported")
    }
    switch parts[0].lowercased() {
    case "bearer": return caller(bearer: String(parts[1]))
    case "basic":
      guard let (id, secret) = Self.credentials(String(parts[1])) else {
        return Self.refused("Only valid bearer authentication supported")
      }
      return caller(id: id, secret: secret)
    default: return Self.refused("Only valid bearer authentication supported")
    }
  }

  /// Who a token stands for, made or granted.
  func caller(bearer: String) -> Caller {
    if isOpen { return Self.everybody }
    let parts = bearer.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2 { return caller(id: parts[0], secret: parts[1]) }
    guard parts.count == 4, parts[0] == "at", let expires = Int(parts[2]),
      TokenSecret.equal(parts[3], key.signature("\(parts[1]).\(expires)"))
    else { return Self.refused("Invalid access token") }
    guard expires > Clock.now, let token = token(parts[1]) else {
      return Self.refused("The access token expired")
    }
    return Self.caller(token)
  }

  func caller(id: String, secret: String) -> Caller {
    if isOpen { return Self.everybody }
    guard let token = token(id), TokenSecret.equal(TokenSecret.digest(secret), token.digest) else {
      return Self.refused("Invalid access token")
    }
    return Self.caller(token)
  }

  /// Who shows that they know a token's secret: MD5 of the secret and a salt, in hexadecimal.
  ///
  /// Only tokens made for players can be shown in this way.
  func caller(id: String, proof: String, salt: String) -> Caller {
    if isOpen { return Self.everybody }
    guard let token = token(id), let sealed = token.sealed, let secret = key.opened(sealed) else {
      return Self.refused("Wrong username or password")
    }
    let expected = TokenSecret.hex(Insecure.MD5.hash(data: Array((secret + salt).utf8)))
    guard TokenSecret.equal(expected, proof.lowercased()) else {
      return Self.refused("Wrong username or password")
    }
    return Self.caller(token)
  }

  /// Whether a token is there whose secret nobody can prove to know: it was not made for players.
  func cannotProve(_ id: String) -> Bool { token(id).map { $0.sealed == nil } ?? false }

  /// An access token for whoever knows the secret; nil for others.
  func grant(id: String, secret: String) -> String? {
    let caller = caller(id: id, secret: secret)
    guard caller.isKnown else { return nil }
    let expires = Clock.now + Self.lifetime
    return "at.\(id).\(expires).\(key.signature("\(id).\(expires)"))"
  }

  /// User and password of basic authentication (RFC 7617).
  static func credentials(_ text: String) -> (id: String, secret: String)? {
    guard let bytes = Base64Text.decoded(text),
      let pair = String(validating: bytes, as: UTF8.self)
    else { return nil }
    let parts = pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
  }

  private func token(_ id: String) -> AccessToken? {
    guard let token = tokens.withLock({ $0[id] }) else { return nil }
    if let expires = token.expires, expires <= Clock.now { return nil }
    return token
  }

  private static let everybody = Caller(
    id: "", scopes: Set(AccessToken.Scope.allCases), isKnown: true)

  private static func caller(_ token: AccessToken) -> Caller {
    Caller(id: token.id, scopes: token.scopes, isKnown: true)
  }

  private static func refused(_ words: String) -> Caller { Caller(complaint: words) }
}
