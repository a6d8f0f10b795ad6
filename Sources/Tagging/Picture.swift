/// A picture that travels with the music.
public struct Picture: Sendable, Equatable, Codable {
  /// What the picture shows, by number, as ID3v2 (APIC) and FLAC (RFC 9639 §8.8) count.
  public struct Kind: RawRepresentable, Sendable, Hashable, Codable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let other = Self(rawValue: 0)
    public static let frontCover = Self(rawValue: 3)
  }

  /// Such as `image/jpeg`, by the bytes' own word rather than the tag's.
  public var mime: String
  public var kind: Kind
  public var description: String
  public var bytes: [UInt8]
  /// Pixels as the picture's own header says; 0 where it does not.
  public var width: Int
  public var height: Int

  public init(
    mime: String, kind: Kind = .frontCover, description: String = "", bytes: [UInt8],
    width: Int = 0, height: Int = 0
  ) {
    self.mime = mime
    self.kind = kind
    self.description = description
    self.bytes = bytes
    self.width = width
    self.height = height
  }
}
