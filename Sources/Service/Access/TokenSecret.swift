import Crypto

/// Random words in base 62 and what is stored of them.
enum TokenSecret {
  private static let alphabet = Array(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

  /// So many characters of 5.95 bits each.
  static func random(_ length: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return String(
      decoding: (0..<length).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }, as: UTF8.self)
  }

  /// SHA-256, in hexadecimal.
  ///
  /// Secrets have 190 random bits, so that no slower function is needed to keep them from being guessed.
  static func digest(_ secret: String) -> String { hex(SHA256.hash(data: Array(secret.utf8))) }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      let digits = String(byte, radix: 16)
      text += digits.count < 2 ? "0" + digits : digits
    }
    return text
  }

  /// The bytes that pairs of hexadecimal digits spell; nil where they are none.
  static func bytes(hex text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }

  /// Whether two texts are the same, in a time that does not tell where they differ.
  static func equal(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
