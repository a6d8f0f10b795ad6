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

  /// The number at `offset`, which moves behind it; nil where the bytes end before it does, and for numbers of
  /// more than eight bytes.
  static func number(in bytes: [UInt8], _ offset: inout Int) -> Int? {
    var value = 0
    var shift = 0
    while offset < bytes.count, shift < 56 {
      let byte = bytes[offset]
      offset += 1
      value |= Int(byte & 127) << shift
      if byte < 128 { return value }
      shift += 7
    }
    return nil
  }
}
