/// The checksum of Ogg pages: CRC-32 with polynomial 0x04C11DB7, not reflected, starting at 0, without
/// a final inversion (RFC 3533 §6, field 7).
///
/// Eight bytes a step with eight tables (Kounavis and Berry, A Systematic Approach to Building High
/// Performance Software-based CRC Generators, ISCC 2005).
enum OggChecksum {
  /// `tables[k · 256 + b]`: the checksum of byte b followed by k zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte) << 24
      for _ in 0..<8 { value = value & 0x8000_0000 != 0 ? value << 1 ^ 0x04C1_1DB7 : value << 1 }
      tables[byte] = value
    }
    for step in 1..<8 {
      for byte in 0..<256 {
        let before = tables[(step - 1) * 256 + byte]
        tables[step * 256 + byte] = before << 8 ^ tables[Int(before >> 24)]
      }
    }
    return tables
  }()

  /// The checksum of `bytes` with the four at `field` taken as 0.
  static func page(_ bytes: Span<UInt8>, field: Range<Int> = OggPage.checksumField) -> UInt32 {
    let header = field.upperBound
    var value: UInt32 = 0
    for index in 0..<header {
      value = step(value, field.contains(index) ? 0 : bytes[index])
    }
    return update(value, bytes.extracting(header..<bytes.count))
  }

  private static func step(_ value: UInt32, _ byte: UInt8) -> UInt32 {
    value << 8 ^ tables[Int(UInt8(truncatingIfNeeded: value >> 24) ^ byte)]
  }

  static func update(_ start: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
    let owner = tables
    let table = owner.span
    var value = start
    var index = 0
    while index + 8 <= bytes.count {
      let first =
        value
        ^ (UInt32(bytes[index]) << 24 | UInt32(bytes[index + 1]) << 16
          | UInt32(bytes[index + 2]) << 8 | UInt32(bytes[index + 3]))
      let a = table[7 * 256 + Int(first >> 24)] ^ table[6 * 256 + Int(first >> 16 & 255)]
      let b = table[5 * 256 + Int(first >> 8 & 255)] ^ table[4 * 256 + Int(first & 255)]
      let c = table[3 * 256 + Int(bytes[index + 4])] ^ table[2 * 256 + Int(bytes[index + 5])]
      let d = table[256 + Int(bytes[index + 6])] ^ table[Int(bytes[index + 7])]
      value = a ^ b ^ c ^ d
      index += 8
    }
    while index < bytes.count {
      value = step(value, bytes[index])
      index += 1
    }
    return value
  }
}
