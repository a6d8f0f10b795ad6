public import Catalogue
import Foundation
public import Ingestion

/// Makes tokens for a library, lists and revokes them.
public struct TokenOffice: Sendable {
  private let library: Library
  private let key: LibraryKey

  /// - Parameter library: open in any way: tokens are made while a server runs, too.
  /// - Throws: `Failure` with `storage_failed`.
  public init(_ library: Library) throws {
    self.library = library
    key = try LibraryKey(folder: library.folder)
  }

  /// A token as its owner sees it, once.
  public struct Made: Sendable {
    /// User name, client id.
    public let id: String
    /// Password, client secret.
    public let secret: String
    /// Both, for `Authorization: Bearer` and `apiKey`.
    public var bearer: String { "\(id).\(secret)" }
  }

  /// Makes a token.
  ///
  /// - Parameters:
  ///   - name: for people.
  ///   - scopes: how far it reaches.
  ///   - lifetime: in seconds; nil for ever.
  ///   - forPlayers: whether the secret is kept, sealed: OpenSubsonic's token scheme must know it.
  /// - Returns: the only copy of its secret.
  /// - Throws: `CatalogueError`.
  public func make(
    name: String, scopes: Set<AccessToken.Scope>, lifetime: Int?, forPlayers: Bool
  ) throws -> Made {
    // 8 characters name 2·10¹⁴ tokens; 32 hold 190 bits.
    let made = Made(id: TokenSecret.random(8), secret: TokenSecret.random(32))
    let now = Clock.now
    try library.catalogue.record(
      AccessToken(
        id: made.id, name: name, scopes: scopes, digest: TokenSecret.digest(made.secret),
        sealed: forPlayers ? try key.sealed(made.secret) : nil, created: now,
        expires: lifetime.map { now + $0 }))
    return made
  }

  public func all() throws -> [AccessToken] { try library.catalogue.tokens() }

  /// Revokes a token; says whether there was one.
  public func revoke(_ id: String) throws -> Bool { try library.catalogue.removeToken(id) }
}

/// The time of day.
enum Clock {
  /// Seconds since 1970, UTC.
  static var now: Int { Int(Date().timeIntervalSince1970) }
}
