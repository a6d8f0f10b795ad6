extension Landmarks {
  /// About two bytes a peak and six a second for the levels.
  ///
  /// The number of peaks; of each the frames since the last times 256 plus its bin, counted from the
  /// lowest; the levels as they are. Numbers as `SevenBits` has them.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * peaks.count + levels.count + 8)
    SevenBits.append(UInt64(peaks.count), to: &bytes)
    var last = 0
    for peak in peaks {
      SevenBits.append(UInt64((peak.frame - last) << 8 | Self.place(peak.bin)), to: &bytes)
      last = peak.frame
    }
    return bytes + levels
  }

  /// Reads what `encoded` wrote; nil for bytes that it did not write.
  public init?(encoded bytes: [UInt8]) {
    var offset = 0
    guard let count = Self.number(in: bytes, &offset), count <= bytes.count else { return nil }
    var peaks: [Landmark] = []
    peaks.reserveCapacity(count)
    var frame = 0
    for _ in 0..<count {
      guard let value = Self.number(in: bytes, &offset), value >> 8 < 1 << 40,
        value & 255 < Self.bins.count
      else { return nil }
      frame += value >> 8
      peaks.append(Landmark(frame: frame, bin: Float(Self.bins.lowerBound + (value & 255))))
    }
    guard (bytes.count - offset).isMultiple(of: Self.levelBands) else { return nil }
    self.init(peaks: peaks, levels: Array(bytes[offset...]))
  }

  /// A bin counted from the lowest that is kept.
  private static func place(_ bin: Float) -> Int {
    min(max(Int(bin.rounded()) - bins.lowerBound, 0), bins.count - 1)
  }

  /// Nil where the bytes end before the number does, and for one of more than eight bytes, which is never written.
  private static func number(in bytes: [UInt8], _ offset: inout Int) -> Int? {
    let start = offset
    let value = SevenBits.number(in: bytes.span, &offset)
    guard (1...8).contains(offset - start), bytes[offset - 1] < 128 else { return nil }
    return Int(value)
  }
}
