/// Little-endian numbers of a stored record, written one after the other.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: UInt8) { bytes.append(value) }

  /// Writes the low `width` bytes of `value`, which is cut to what fits.
  mutating func write(_ value: Int, width: Int, signed: Bool = false) {
    let bits = 8 * width
    let low = signed ? -(1 << (bits - 1)) : 0
    let high = signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1
    let kept = min(max(value, low), high)
    for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: kept >> (8 * place))) }
  }

  /// Writes `value` in units of 1/`scale`, rounded; what is no number counts as 0.
  mutating func write(_ value: Double, per scale: Double, width: Int, signed: Bool = false) {
    let units = (value * scale).rounded()
    let limit = 9e15  // Beyond, a Double is no exact integer; every width here is narrower.
    write(
      units.isFinite ? Int(min(max(units, -limit), limit)) : 0, width: width, signed: signed)
  }
}

/// The same, read back.
struct ByteReader {
  private let bytes: [UInt8]
  private let stored: AnalysisError.Stored
  private(set) var offset = 0

  init(_ bytes: [UInt8], of stored: AnalysisError.Stored) {
    self.bytes = bytes
    self.stored = stored
  }

  var isAtEnd: Bool { offset == bytes.count }
  var remaining: Int { bytes.count - offset }
  var damage: AnalysisError { .damaged(stored, offset: offset) }

  mutating func read(width: Int, signed: Bool = false) throws(AnalysisError) -> Int {
    guard remaining >= width else { throw damage }
    var value = 0
    for place in 0..<width { value |= Int(bytes[offset + place]) << (8 * place) }
    offset += width
    let half = 1 << (8 * width - 1)
    return signed && value >= half ? value - 2 * half : value
  }

  mutating func read(
    per scale: Double, width: Int, signed: Bool = false
  ) throws(AnalysisError) -> Double {
    Double(try read(width: width, signed: signed)) / scale
  }

  /// A number of things of `size` bytes each, all of which must still be there.
  mutating func readCount(size: Int) throws(AnalysisError) -> Int {
    let start = offset
    let count = try read(width: 4)
    guard count * size <= remaining else {
      offset = start
      throw damage
    }
    return count
  }

  mutating func read(count: Int) throws(AnalysisError) -> [UInt8] {
    guard remaining >= count else { throw damage }
    defer { offset += count }
    return Array(bytes[offset..<offset + count])
  }
}
