/// The header of an Ogg page, by RFC 3533 §6.
struct OggPage: Equatable {
  /// Bytes of a header before its segment table.
  static let fixedBytes = 27
  /// Segments, each of at most 255 bytes, that a page can hold.
  static let maximumSegments = 255
  static let checksumField = 22..<26
  private static let magic: [UInt8] = [0x4F, 0x67, 0x67, 0x53]  // "OggS"

  struct Flags: OptionSet, Equatable {
    let rawValue: UInt8
    /// The first packet began on the page before.
    static let continued = Self(rawValue: 1)
    static let first = Self(rawValue: 2)
    static let last = Self(rawValue: 4)
  }

  var flags: Flags
  /// Frames that a decoder has put out once the page's last complete packet is decoded; −1 where no
  /// packet ends on the page.
  var granule: Int64
  var serial: UInt32
  var sequence: UInt32
  var checksum: UInt32
  /// Lacing values (RFC 3533 §5): a packet ends at each value below 255.
  var segments: [UInt8]

  var headerBytes: Int { Self.fixedBytes + segments.count }
  var bodyBytes: Int { segments.reduce(0) { $0 + Int($1) } }
  var bytes: Int { headerBytes + bodyBytes }

  /// Reads the header at `offset`, `nil` where there is no whole one.
  init?(_ bytes: Span<UInt8>, at offset: Int = 0) {
    guard offset + Self.fixedBytes <= bytes.count else { return nil }
    for (index, byte) in Self.magic.enumerated() where bytes[offset + index] != byte { return nil }
    guard bytes[offset + 4] == 0 else { return nil }
    let count = Int(bytes[offset + 26])
    guard offset + Self.fixedBytes + count <= bytes.count else { return nil }
    flags = Flags(rawValue: bytes[offset + 5])
    granule = Int64(bitPattern: Self.read(bytes, at: offset + 6, count: 8))
    serial = UInt32(truncatingIfNeeded: Self.read(bytes, at: offset + 14, count: 4))
    sequence = UInt32(truncatingIfNeeded: Self.read(bytes, at: offset + 18, count: 4))
    checksum = UInt32(truncatingIfNeeded: Self.read(bytes, at: offset + 22, count: 4))
    segments = (0..<count).map { bytes[offset + Self.fixedBytes + $0] }
  }

  /// Writes a page to the end of `output`: its header, checksum included, and its body.
  static func append(
    flags: Flags, granule: Int64, serial: UInt32, sequence: UInt32, segments: Span<UInt8>,
    body: Span<UInt8>, to output: inout [UInt8]
  ) {
    let start = output.count
    output.append(contentsOf: magic)
    output.append(0)
    output.append(flags.rawValue)
    write(UInt64(bitPattern: granule), count: 8, to: &output)
    write(UInt64(serial), count: 4, to: &output)
    write(UInt64(sequence), count: 4, to: &output)
    write(0, count: 4, to: &output)
    output.append(UInt8(segments.count))
    unsafe segments.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
    unsafe body.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
    seal(&output, from: start)
  }

  /// Gives the page that fills `bytes` from `start` on another place in another stream.
  static func stamp(_ bytes: inout [UInt8], from start: Int = 0, serial: UInt32, sequence: UInt32) {
    for index in 0..<4 {
      bytes[start + 14 + index] = UInt8(truncatingIfNeeded: serial >> (8 * UInt32(index)))
      bytes[start + 18 + index] = UInt8(truncatingIfNeeded: sequence >> (8 * UInt32(index)))
    }
    seal(&bytes, from: start)
  }

  private static func seal(_ bytes: inout [UInt8], from start: Int) {
    let sum = OggChecksum.page(bytes.span.extracting(start..<bytes.count))
    for index in 0..<4 {
      bytes[start + checksumField.lowerBound + index] =
        UInt8(truncatingIfNeeded: sum >> (8 * UInt32(index)))
    }
  }

  private static func write(_ value: UInt64, count: Int, to output: inout [UInt8]) {
    for index in 0..<count {
      output.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))))
    }
  }

  private static func read(_ bytes: Span<UInt8>, at offset: Int, count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(bytes[offset + index]) << (8 * UInt64(index)) }
    return value
  }
}
