/// The two layouts of bbc/audiowaveform (its `doc/DataFormat.md`, version 2).
extension Waveform {
  /// Bytes of a `.dat` file's header.
  private static let headerLength = 24
  private static let version = 2
  /// Flag that says 8 bits a value.
  private static let eightBits = 1

  /// The bytes of a `.dat` file of version 2.
  ///
  /// Six little-endian 32 bit numbers: version, flags (1 says 8 bits), sample rate, samples per pixel,
  /// pixels, channels; then the values.
  public var dat: [UInt8] {
    let header = [
      Self.version, Self.eightBits, sampleRate, samplesPerPixel, pixels, channels,
    ]
    return header.flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    } + values.map { UInt8(bitPattern: $0) }
  }

  /// Reads a `.dat` file of version 2 with 8 bits a value.
  ///
  /// - Throws: `AnalysisError.damaged` for anything else, with the offset of what is wrong.
  public init(dat bytes: [UInt8]) throws(AnalysisError) {
    guard bytes.count >= Self.headerLength else {
      throw .damaged(.waveform, offset: bytes.count)
    }
    func number(_ index: Int) -> Int {
      let word = (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[4 * index + $1]) }
      return Int(Int32(bitPattern: word))
    }
    let facts = [
      number(0) == Self.version, number(1) == Self.eightBits, number(2) > 0, number(3) > 0,
      number(4) >= 0, number(5) > 0 && number(5) <= bytes.count,
    ]
    if let wrong = facts.firstIndex(of: false) {
      throw .damaged(.waveform, offset: 4 * wrong)
    }
    guard bytes.count == Self.headerLength + 2 * number(4) * number(5) else {
      throw .damaged(.waveform, offset: bytes.count)
    }
    self.init(
      sampleRate: number(2), samplesPerPixel: number(3), channels: number(5),
      values: bytes[Self.headerLength...].map { Int8(bitPattern: $0) })
  }

  /// The text of its JSON layout.
  public var json: String {
    "{\"version\":\(Self.version),\"channels\":\(channels),\"sample_rate\":\(sampleRate),"
      + "\"samples_per_pixel\":\(samplesPerPixel),\"bits\":8,\"length\":\(pixels),"
      + "\"data\":[\(values.map(String.init).joined(separator: ","))]}"
  }
}
