internal import Sound

/// Holds the length of the audio in a header against the file, for the formats that libsndfile reads to
/// their end without a word.
enum PayloadInspection {
  /// chosen: headers of these formats have a dozen chunks at most; past this the check is given up, not
  /// the file.
  private static let maximumChunks = 4096

  static func findings(
    _ file: borrowing RegularFile, _ kind: FileKind
  ) throws(FileFault) -> HeaderFindings {
    let range =
      switch kind {
      case .aiff: try aiff(file)
      case .au: try au(file)
      case .wave64: try wave64(file)
      default: Range<Int>?.none
      }
    var findings = HeaderFindings(fileSize: file.stamp.size)
    if let range, range.lowerBound < file.stamp.size {
      findings.payload = (range.count, min(range.upperBound, file.stamp.size) - range.lowerBound)
    }
    return findings
  }

  /// The sound data chunk without its offset and block size (Apple, AIFF 1.3, SSND).
  private static func aiff(_ file: borrowing RegularFile) throws(FileFault) -> Range<Int>? {
    var offset = 12
    for _ in 0..<maximumChunks {
      guard let chunk = ChunkHeader(try file.bytes(at: offset, count: 8), bigEndian: true) else {
        return nil
      }
      let end = offset + 8 + chunk.length
      if chunk.id == "SSND" { return chunk.length >= 8 ? (offset + 16)..<end : nil }
      offset = end + chunk.length % 2
    }
    return nil
  }

  /// Bytes 4 to 11: where the data begin and how long they are, all ones for not known.
  private static func au(_ file: borrowing RegularFile) throws(FileFault) -> Range<Int>? {
    let head = try file.bytes(at: 0, count: 12)
    guard head.count == 12 else { return nil }
    let bigEndian = head[0] == UInt8(ascii: ".")
    let start = Bytes.integer(head[4..<8], bigEndian: bigEndian)
    let length = Bytes.integer(head[8..<12], bigEndian: bigEndian)
    return length == 0xFFFF_FFFF ? nil : start..<(start + length)
  }

  /// Chunks of a GUID and a 64-bit length that counts both, each on a multiple of eight bytes.
  private static func wave64(_ file: borrowing RegularFile) throws(FileFault) -> Range<Int>? {
    var offset = 40
    for _ in 0..<maximumChunks {
      let head = try file.bytes(at: offset, count: 24)
      guard head.count == 24 else { return nil }
      let length = Bytes.integer(head[16..<24])
      let (end, overflow) = offset.addingReportingOverflow(length)
      guard length >= 24, !overflow, end <= .max - 8 else { return nil }
      if head.starts(with: "data".utf8) { return (offset + 24)..<end }
      offset = (end + 7) / 8 * 8
    }
    return nil
  }
}
