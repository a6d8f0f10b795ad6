/// Ogg pages (RFC 3533), one packet each.
enum OggFile {
  static func page(
    _ packet: [UInt8], serial: Int = 1, sequence: Int, granule: Int, flags: UInt8 = 0
  ) -> [UInt8] {
    let lacing = [UInt8](repeating: 255, count: packet.count / 255) + [UInt8(packet.count % 255)]
    func page(_ checksum: Int) -> [UInt8] {
      Bytes.ascii("OggS") + [0, flags] + Bytes.little(granule, 8) + Bytes.little(serial, 4)
        + Bytes.little(sequence, 4) + Bytes.little(checksum, 4) + [UInt8(lacing.count)] + lacing
        + packet
    }
    return page(Bytes.remainder(page(0), polynomial: 0x04C1_1DB7, bits: 32))
  }

  /// FLAC in Ogg (RFC 9639 §10.1).
  static func flac(_ file: FLACFile, samples: Int) -> [[UInt8]] {
    let mapping: [UInt8] = [0x7F] + Bytes.ascii("FLAC") + [1, 0, 0, 1]
    let info = Bytes.ascii("fLaC") + [0] + Bytes.big(34, 3) + file.streamInfo
    let comment = FLACFile.comment(["TITLE=in Ogg"])
    var pages = [
      page(mapping + info, sequence: 0, granule: 0, flags: 2),
      page([0x84] + Bytes.big(comment.count, 3) + comment, sequence: 1, granule: 0),
    ]
    for (index, frame) in file.frames.enumerated() {
      let isLast = index == file.frames.count - 1
      pages.append(
        page(
          frame, sequence: index + 2,
          granule: min(samples, (index + 1) * FLACFile.frameLength), flags: isLast ? 4 : 0))
    }
    return pages
  }
}
