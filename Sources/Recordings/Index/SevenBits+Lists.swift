import Sound

extension SevenBits {
  /// The highest bits of eight bytes.
  private static let ends: UInt64 = 0x8080_8080_8080_8080

  /// The number at `offset`, which moves behind it; what the bytes hold of it where they end before it does.
  @inline(__always)
  static func number(_ bytes: Span<UInt8>, _ offset: inout Int) -> UInt64 {
    // Most take three bytes or four, and which cannot be foretold: found without a branch for each, a list is read in
    // half the time.
    if offset + 8 <= bytes.count {
      let raw = unsafe bytes.bytes
      let loaded = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let word = UInt64(littleEndian: loaded)
      let last = (~word & ends).trailingZeroBitCount
      if last < 32 {
        offset += last >> 3 + 1
        let own = word & (UInt64.max >> UInt64(63 - last))
        return own & 0x7F | own >> 1 & 0x3F80 | own >> 2 & 0x1F_C000 | own >> 3 & 0xFE0_0000
      }
    }
    return number(in: bytes, &offset)
  }
}
