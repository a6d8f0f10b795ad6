/// A PNG of zeros, as small as deflate can make it.
enum PNGBomb {
  /// A square of `edge` pixels of 32 bits.
  static func bytes(edge: Int) -> [UInt8] {
    let header = Bytes.big(edge, 4) + Bytes.big(edge, 4) + [8, 6, 0, 0, 0]
    return [0x89] + Bytes.ascii("PNG\r\n\u{1A}\n") + chunk("IHDR", header)
      + chunk("IDAT", deflatedZeros(edge * (4 * edge + 1))) + chunk("IEND", [])
  }

  private static func chunk(_ id: String, _ body: [UInt8]) -> [UInt8] {
    Bytes.big(body.count, 4) + Bytes.ascii(id) + body
      + Bytes.big(Int(checksum(Bytes.ascii(id) + body)), 4)
  }

  /// RFC 1951 §3.2.6: one block of fixed codes; a zero, then copies of 258 of them at 13 bits each.
  private static func deflatedZeros(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x78, 0x01]
    var word: UInt32 = 0
    var held: UInt32 = 0
    func put(_ code: UInt32, _ bits: UInt32) {
      for bit in (0..<bits).reversed() {
        word |= (code >> bit & 1) << held
        held += 1
        if held == 8 {
          bytes.append(UInt8(word))
          (word, held) = (0, 0)
        }
      }
    }
    put(0b1, 1)  // The last block.
    put(0b10, 2)  // Fixed codes, written from the lowest bit on.
    let runs = (count - 1) / 258
    for _ in 0..<(count - runs * 258) { put(0b0011_0000, 8) }
    for _ in 0..<runs {
      put(0b1100_0101, 8)
      put(0, 5)
    }
    put(0, 7)
    if held > 0 { bytes.append(UInt8(word)) }
    // Adler-32 of zeros: the first sum stays 1, the second counts the bytes.
    return bytes + Bytes.big(count % 65_521, 2) + Bytes.big(1, 2)
  }

  /// CRC-32 of ISO 3309.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 != 0 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
  }
}
