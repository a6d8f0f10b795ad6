/// The right to use a server, as far as its scopes reach.
public struct AccessToken: Sendable, Equatable {
  /// What a caller may do.
  public enum Scope: String, Sendable, CaseIterable, Codable {
    /// Ask for anything that is known of tracks.
    case read
    /// Fetch renditions and covers.
    case stream
    /// Send files, and follow or cancel the jobs that take them in.
    case upload
    /// Change tracks, check the library, read metrics.
    case admin
  }

  /// Public: the part before the dot, and the user name or client id of protocols that have one.
  public var id: String
  /// For people.
  public var name: String
  public var scopes: Set<Scope>
  /// SHA-256 of the secret, in hexadecimal.
  public var digest: String
  /// The secret itself, sealed with the library's key: only where a protocol must know it.
  public var sealed: [UInt8]?
  /// Seconds since 1970, UTC.
  public var created: Int
  /// Seconds since 1970, UTC; nil for never.
  public var expires: Int?

  public init(
    id: String, name: String, scopes: Set<Scope>, digest: String, sealed: [UInt8]? = nil,
    created: Int, expires: Int? = nil
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.digest = digest
    self.sealed = sealed
    self.created = created
    self.expires = expires
  }
}
