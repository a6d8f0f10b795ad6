/// How a segment lies in its file.
///
/// All numbers are little-endian.
///
/// | bytes | hold |
/// |---|---|
/// | 0 … 95 | header, the last 8 its checksum |
/// | 96 … | one bucket after the other: groups, then 4 bytes of checksum |
/// | `tracks` | per track 22 characters of its id and 4 bytes of its start on the tape |
/// | `directory` | 8 bytes a bucket: where it begins; one more for the end |
///
/// A bucket holds the keys with the same first `bucketBits` bits, rising. A group is one key: the distance of the
/// rest of its bits from the key before, doubled, plus 1 where it has several positions; then their number
/// less 2; the first position in 4 bytes, and the distances of the others. Numbers without a width take 7
/// bits a byte.
enum SegmentFormat {
  static let magic: [UInt8] = Array("ASSONIDX".utf8)
  /// Of this layout.
  static let version = 1
  static let headerLength = 96
  static let trackLength = 26
  static let checksumLength = 4
  /// chosen: a look-up reads about 200 bytes, and directory and checksums add a fifth of a byte a posting.
  static let postingsPerBucket = 64
  static let bucketBits = 4...24

  /// Bits for so many postings.
  static func bits(for postings: Int) -> Int {
    var bits = bucketBits.lowerBound
    while bits < bucketBits.upperBound, postings >> bits > postingsPerBucket { bits += 1 }
    return bits
  }
}

/// A segment's header.
struct SegmentHeader: Equatable {
  var tag: UInt32
  var bucketBits: Int
  var trackCount: Int
  var postings: Int
  var tracksOffset: Int
  var directoryOffset: Int
  var fileLength: Int
  var tracksChecksum: UInt64
  var directoryChecksum: UInt64

  var bytes: [UInt8] {
    var bytes = SegmentFormat.magic
    Bytes.append(SegmentFormat.version, width: 4, to: &bytes)
    Bytes.append(Int(tag), width: 4, to: &bytes)
    Bytes.append(bucketBits, width: 4, to: &bytes)
    Bytes.append(trackCount, width: 4, to: &bytes)
    for value in [postings, 0, tracksOffset, directoryOffset, fileLength] {
      Bytes.append(value, width: 8, to: &bytes)
    }
    for sum in [tracksChecksum, directoryChecksum, 0] {
      Bytes.append(Int(bitPattern: UInt(sum)), width: 8, to: &bytes)
    }
    Bytes.append(Int(bitPattern: UInt(Checksum.of(bytes))), width: 8, to: &bytes)
    return bytes
  }

  /// Nil for bytes that are no header of today's format.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == SegmentFormat.headerLength, bytes.starts(with: SegmentFormat.magic),
      UInt64(UInt(bitPattern: Bytes.number(in: bytes, at: 88, width: 8)))
        == Checksum.of(Array(bytes[..<88])),
      Bytes.number(in: bytes, at: 8, width: 4) == SegmentFormat.version
    else { return nil }
    let word = { (offset: Int) in Bytes.number(in: bytes, at: offset, width: 4) }
    let long = { (offset: Int) in Bytes.number(in: bytes, at: offset, width: 8) }
    tag = UInt32(word(12))
    (bucketBits, trackCount) = (word(16), word(20))
    (postings, tracksOffset) = (long(24), long(40))
    (directoryOffset, fileLength) = (long(48), long(56))
    tracksChecksum = UInt64(UInt(bitPattern: long(64)))
    directoryChecksum = UInt64(UInt(bitPattern: long(72)))
  }

  init(
    tag: UInt32, bucketBits: Int, trackCount: Int, postings: Int, tracksOffset: Int,
    directoryOffset: Int, fileLength: Int, tracksChecksum: UInt64, directoryChecksum: UInt64
  ) {
    self.tag = tag
    self.bucketBits = bucketBits
    self.trackCount = trackCount
    self.postings = postings
    self.tracksOffset = tracksOffset
    self.directoryOffset = directoryOffset
    self.fileLength = fileLength
    self.tracksChecksum = tracksChecksum
    self.directoryChecksum = directoryChecksum
  }
}

/// Numbers as bytes, the low one first.
enum Bytes {
  static func append(_ value: Int, width: Int, to bytes: inout [UInt8]) {
    for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }

  static func number(in bytes: [UInt8], at offset: Int, width: Int) -> Int {
    var value = 0
    for place in 0..<width { value |= Int(bytes[offset + place]) << (8 * place) }
    return value
  }
}
