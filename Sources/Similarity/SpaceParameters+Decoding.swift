extension SpaceParameters {
  /// The bytes that `Evaluation/fit_space.py` writes, little-endian: "ASPC", version (32 bits),
  /// median distance (float), number of families (32 bits); for each family the numbers of inputs
  /// and outputs (32 bits each), weight (float), centres and scales (floats), then per output its
  /// step (float) and per input a multiple of the step (16 bits, signed); last the 64-bit FNV-1a
  /// hash of everything before it.
  ///
  /// Nil unless length, version and hash are right.
  init?(bytes: [UInt8]) {
    guard bytes.count > 8 else { return nil }
    var reader = Reader(bytes: bytes)
    let body = bytes.count - 8
    guard
      FNV1a.hash(bytes[..<body]) == UInt64(reader.word(at: body)) | UInt64(
        reader.word(at: body + 4)) << 32,
      reader.word() == 0x4350_5341, reader.word() == UInt32(SpaceVersion.current)
    else { return nil }
    medianDistance = Double(reader.float())
    guard reader.word() == UInt32(FeatureFamily.allCases.count) else { return nil }
    var projections: [Projection] = []
    for _ in FeatureFamily.allCases {
      let inputs = Int(reader.word())
      let outputs = Int(reader.word())
      guard
        0 < inputs, inputs < Self.most, outputs < Self.most,
        reader.holds(4 + 8 * inputs + outputs * (4 + 2 * inputs))
      else { return nil }
      let weight = reader.float()
      let centre = (0..<inputs).map { _ in reader.float() }
      let scale = (0..<inputs).map { _ in reader.float() }
      var matrix: [Float] = []
      matrix.reserveCapacity(inputs * outputs)
      for _ in 0..<outputs {
        let step = reader.float()
        for _ in 0..<inputs { matrix.append(step * Float(reader.half())) }
      }
      projections.append(Projection(centre: centre, scale: scale, matrix: matrix, weight: weight))
    }
    guard reader.position == body else { return nil }
    self.projections = projections
  }

  /// More inputs or outputs than any space has; below it no product of the two overflows.
  private static let most = 1 << 16

  /// Little-endian numbers, one after the other; past the end they are 0.
  private struct Reader {
    let bytes: [UInt8]
    private(set) var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    func holds(_ count: Int) -> Bool { count <= bytes.count - position }

    func word(at offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(byte(offset + $1)) << UInt32(8 * $1) }
    }

    mutating func word() -> UInt32 {
      defer { position += 4 }
      return word(at: position)
    }

    mutating func float() -> Float { Float(bitPattern: word()) }

    mutating func half() -> Int16 {
      defer { position += 2 }
      return Int16(bitPattern: UInt16(byte(position)) | UInt16(byte(position + 1)) << 8)
    }

    private func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }
  }
}

/// The 64-bit FNV-1a hash (Fowler, Noll and Vo; RFC 9923): against accidents, not against malice.
enum FNV1a {
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
