/// The first four bytes of an MPEG audio frame (ISO/IEC 11172-3 §2.4.1.3 and 13818-3).
struct MPEGFrameHeader {
  /// Bytes from this header to the next.
  let frameLength: Int
  /// What does not change within a stream: version, layer and sample rate.
  private let constant: UInt32

  /// Nil where the bytes are no header, or one of free format, whose length is not written in it.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count >= 4 else { return nil }
    let word = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let version = Int(word >> 19 & 3)  // 0 is 2.5, 2 is 2, 3 is 1
    let layer = 4 - Int(word >> 17 & 3)
    let bitrateIndex = Int(word >> 12 & 15)
    let rateIndex = Int(word >> 10 & 3)
    guard word >> 21 == 0x7FF, version != 1, layer < 4, (1...14).contains(bitrateIndex),
      rateIndex < 3
    else { return nil }
    let rate = [44_100, 48_000, 32_000][rateIndex] >> (version == 3 ? 0 : version == 2 ? 1 : 2)
    let table = version == 3 ? Self.version1[layer - 1] : Self.version2[layer == 1 ? 0 : 1]
    let bitrate = table[bitrateIndex - 1] * 1000
    let padding = Int(word >> 9 & 1)
    frameLength =
      layer == 1
      ? (12 * bitrate / rate + padding) * 4
      : (layer == 3 && version != 3 ? 72 : 144) * bitrate / rate + padding
    constant = word & 0xFFFE_0C00
  }

  /// Whether three headers of one stream follow each other somewhere in `head`, or as many as a file
  /// of `size` bytes has room for, at least two.
  static func chain(in head: [UInt8], size: Int) -> Bool {
    // Three headers that agree: by chance once in about 10⁹ positions.
    for start in head.indices.dropLast(3) where head[start] == 0xFF {
      guard let first = Self(head[start...]) else { continue }
      var position = start
      var header = first
      var found = 1
      while found < 3 {
        position += header.frameLength
        guard position + 4 <= head.count, let next = Self(head[position...]),
          next.constant == first.constant
        else { break }
        header = next
        found += 1
      }
      if found == 3 || (found == 2 && position + header.frameLength >= size) { return true }
    }
    return false
  }

  /// kbit/s of indices 1 to 14, layers I to III of MPEG-1 (Table 3-B.2).
  private static let version1 = [
    [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ]
  /// The same for MPEG-2 and 2.5: layer I, and layers II and III.
  private static let version2 = [
    [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ]
}
