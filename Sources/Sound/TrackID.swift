/// The name of a piece of audio: 22 base-62 characters of the first 128 bits of its digest.
///
/// The same audio has the same id, whatever its tags, path or container. The digits are `0…9a…zA…Z`,
/// the most significant first.
public struct TrackID: Sendable, Hashable, CustomStringConvertible {
  /// 62²² > 2¹²⁸ > 62²¹.
  public static let length = 22

  /// The 22 characters.
  public let description: String

  /// The id of a digest.
  ///
  /// Bytes after the sixteenth are not looked at.
  /// - Precondition: `digest` holds at least 16 bytes.
  public init(digest: [UInt8]) {
    precondition(digest.count >= 16, "a track id stands for 128 bits")
    var value = digest.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    var characters = [UInt8](repeating: Self.alphabet[0], count: Self.length)
    for index in characters.indices.reversed() {
      characters[index] = Self.alphabet[Int(value % 62)]
      value /= 62
    }
    description = String(decoding: characters, as: UTF8.self)
  }

  /// The id that `text` spells, or nil where it spells none: another length, a character that is no
  /// base-62 digit, or a number past 128 bits.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == Self.length else { return nil }
    var value = UInt128(0)
    for character in text.utf8 {
      guard let digit = Self.alphabet.firstIndex(of: character) else { return nil }
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 62)
      let (next, carry) = shifted.addingReportingOverflow(UInt128(digit))
      guard !overflow, !carry else { return nil }
      value = next
    }
    description = String(text)
  }

  private static let alphabet = Array(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
}

extension TrackID: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(text) is not a track id of 22 base-62 characters.")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
