import Crypto

/// Puts a rendition's file together: header pages, then audio pages with their final serial number,
/// sequence numbers and checksums.
///
/// The same function serves a fresh encode and a change of tags: audio packets are never touched.
struct RenditionAssembly {
  let identification: [UInt8]
  let comments: [UInt8]
  let setup: [UInt8]
  let serial: UInt32

  /// SHA-256 of the comment header: tags and cover.
  var tagsDigest: String { Hexadecimal.text(SHA256.hash(data: comments)) }

  struct Result {
    let headerBytes: Int
    let bytes: Int
    let sha256: String
  }

  /// Serial numbers are the first 32 bits of SHA-256 over what makes the audio packets, so that the
  /// same source gives the same bytes, and two renditions chained together keep their numbers apart.
  static func serial(track: String, rung: String) -> UInt32 {
    let text = "\(track)\n\(rung)\n\(EncoderVersion.current)"
    return SHA256.hash(data: Array(text.utf8)).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Writes the file at `target`, whose audio pages stand in `source` from `offset` on, and syncs it.
  ///
  /// - Throws: `LadderError.damagedRendition` where a page is not what was written, or the last is not there:
  ///   with a new checksum nobody would ever notice.
  func write(pagesOf source: String, from offset: Int, to target: String) throws(LadderError)
    -> Result
  {
    let output = try FileDescriptor(creating: target)
    var digest = SHA256()
    // Identification alone on the first page; the audio begins on a page of its own (Vorbis I, §A.2).
    var pager = OggPager(serial: serial, beginsStream: true)
    pager.append(identification.span, granule: 0)
    pager.flush()
    pager.append(comments.span, granule: 0)
    pager.append(setup.span, granule: 0)
    pager.flush()
    let headerBytes = pager.pages.count
    try output.write(pager.pages.span)
    digest.update(data: pager.pages)

    var sequence = pager.sequence
    var bytes = headerBytes
    var reader = try OggPageReader(source, from: offset)
    var batch: [UInt8] = []
    batch.reserveCapacity(Self.batchBytes + 65_536)
    var isEnded = false
    while let page = try reader.next(checked: true) {
      isEnded = page.flags.contains(.last)
      let start = batch.count
      reader.copyPage(to: &batch)
      OggPage.stamp(&batch, from: start, serial: serial, sequence: sequence)
      sequence &+= 1
      if batch.count >= Self.batchBytes || isEnded {
        try output.write(batch.span)
        digest.update(data: batch)
        bytes += batch.count
        batch.removeAll(keepingCapacity: true)
      }
    }
    guard isEnded else {
      throw .damagedRendition(
        path: source, reason: "it ends before its last page", offset: reader.offset)
    }
    try output.sync()
    return Result(
      headerBytes: headerBytes, bytes: bytes, sha256: Hexadecimal.text(digest.finalize()))
  }

  /// Bytes written at a time; chosen: large enough that the calls do not count.
  private static let batchBytes = 262_144
}
