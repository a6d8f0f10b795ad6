/// A track's id as a number, for tables that are asked millions of times.
struct TrackKey: Hashable {
  private let value: UInt128

  /// Base-62 digits by character; 255 for what is none.
  private static let digits: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    let alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for (digit, character) in alphabet.utf8.enumerated() { table[Int(character)] = UInt8(digit) }
    return table
  }()

  /// Nil for what is no id.
  init?(_ text: some Collection<UInt8>) {
    guard text.count == 22 else { return nil }
    // 62¹¹ < 2⁶⁶: ten digits fit 64 bits, which are much faster than 128.
    var parts: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var index = 0
    for character in text {
      let digit = Self.digits[Int(character)]
      guard digit < 62 else { return nil }
      switch index {
      case ..<10: parts.0 = parts.0 * 62 + UInt64(digit)
      case ..<20: parts.1 = parts.1 * 62 + UInt64(digit)
      default: parts.2 = parts.2 * 62 + UInt64(digit)
      }
      index += 1
    }
    let (high, overflow) = UInt128(parts.0).multipliedReportingOverflow(
      by: 3_226_266_762_397_899_821_056)  // 62¹²
    let low = UInt128(parts.1) * 3844 + UInt128(parts.2)
    let (sum, carry) = high.addingReportingOverflow(low)
    guard !overflow, !carry else { return nil }
    value = sum
  }

  func hash(into hasher: inout Hasher) {
    // Ids are digests: half of one is as good as any hash.
    hasher.combine(UInt64(truncatingIfNeeded: value))
  }
}
