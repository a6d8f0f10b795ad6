/// Tells bytes that have changed: 64 bits over eight bytes at a time.
///
/// No cryptography: it is there for damaged disks and cut files. One changed bit changes the sum for
/// certain, since every step is a bijection; of other changes one in 2⁶⁴ goes unseen.
struct Checksum {
  private(set) var value: UInt64 = 0x243F_6A88_85A3_08D3  // The first digits of π after the point.

  /// Takes the next eight bytes as a number.
  mutating func add(_ word: UInt64) {
    // An odd factor and a folding shift are bijections; the factor is 2⁶⁴ divided by the golden ratio.
    value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 32
  }

  /// Takes bytes; those that do not fill a word of eight are taken with zeros and their count.
  mutating func add(_ bytes: Span<UInt8>) {
    // Eight bytes at a time, wherever they lie: put together from single bytes it costs five times as much.
    let raw = unsafe bytes.bytes
    var offset = 0
    while offset + 8 <= raw.byteCount {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      add(UInt64(littleEndian: word))
      offset += 8
    }
    var rest = UInt64(bytes.count)
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    add(rest)
  }

  static func of(_ bytes: [UInt8]) -> UInt64 {
    var sum = Checksum()
    sum.add(bytes.span)
    return sum.value
  }
}
