/// Numbers of no fixed width: seven bits a byte, the lowest first; every byte but the last of a number has its
/// highest bit set.
///
/// Known as unsigned LEB128 (DWARF 5, §7.6).
public enum SevenBits {
  public static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest > 127 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The number at `offset`, which moves behind it; what the bytes hold of it where they end before it does.
  public static func number(in bytes: Span<UInt8>, _ offset: inout Int) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 127) << shift
      if byte < 128 { return value }
      shift += 7
    }
    return value
  }
}
