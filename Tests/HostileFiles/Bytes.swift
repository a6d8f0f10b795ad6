/// Pieces of binary files.
enum Bytes {
  static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }
  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
  static func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }
  static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  /// ID3v2's lengths: seven bits a byte.
  static func syncsafe(_ value: Int) -> [UInt8] {
    (0..<4).reversed().map { UInt8(value >> ($0 * 7) & 0x7F) }
  }

  /// A chunk of a RIFF file, padded to an even length.
  static func chunk(_ id: String, _ body: [UInt8], declares length: Int? = nil) -> [UInt8] {
    ascii(id) + little(length ?? body.count, 4) + body + (body.count % 2 == 1 ? [0] : [])
  }

  /// The remainder of a division by a polynomial, most significant bit first, as FLAC (8 and 16 bits)
  /// and Ogg (32) take it.
  static func remainder(_ bytes: [UInt8], polynomial: UInt32, bits: UInt32) -> Int {
    let top = UInt32(1) << (bits - 1)
    let mask = top | (top - 1)
    var value: UInt32 = 0
    for byte in bytes {
      value ^= UInt32(byte) << (bits - 8)
      for _ in 0..<8 { value = (value & top != 0 ? value << 1 ^ polynomial : value << 1) & mask }
    }
    return Int(value)
  }
}
