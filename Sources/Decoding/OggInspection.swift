internal import Sound

/// Looks at the two ends of an Ogg file (RFC 3533).
enum OggInspection {
  /// What the first packet of the first stream announces.
  enum Codec {
    case vorbis, opus, flac
    /// One that is not decoded; its name, where it is known.
    case other(String?)
  }

  /// The largest page is 65 307 bytes (RFC 3533 §6), so this much holds the last one whole.
  private static let tail = 65_307
  private static let capture = Array("OggS".utf8)

  static func codec(_ file: borrowing RegularFile) throws(FileFault) -> Codec {
    // A page header of 27 bytes, its table of at most 255, and the packet.
    let head = try file.bytes(at: 0, count: 27 + 255 + 16)
    guard head.count > 27 else { return .other(nil) }
    let packet = head.dropFirst(27 + Int(head[26]))
    return known.first { packet.starts(with: $0.0) }?.1 ?? .other(nil)
  }

  /// What the last page tells: it is to carry the mark that ends a stream, and to be whole.
  static func findings(_ file: borrowing RegularFile) throws(FileFault) -> HeaderFindings {
    let size = file.stamp.size
    let bytes = try file.bytes(at: max(0, size - tail), count: tail)
    return HeaderFindings(lacksEnd: !endsStream(bytes), fileSize: size)
  }

  private static func endsStream(_ bytes: [UInt8]) -> Bool {
    var position = bytes.count - 27
    while position >= 0 {
      if bytes[position] == capture[0], bytes[position...].starts(with: capture) {
        let segments = Int(bytes[position + 26])
        let table = bytes[(position + 27)...].prefix(segments)
        let length = 27 + segments + table.reduce(0) { $0 + Int($1) }
        let isWhole = table.count == segments && position + length <= bytes.count
        return isWhole && bytes[position + 5] & 4 != 0
      }
      position -= 1
    }
    return false
  }

  private static let known: [([UInt8], Codec)] = [
    (Array("\u{1}vorbis".utf8), .vorbis), (Array("OpusHead".utf8), .opus),
    (Array("\u{7F}FLAC".utf8), .flac), (Array("Speex   ".utf8), .other("Speex")),
    ([0x80] + Array("theora".utf8), .other("Theora video")),
    (Array("fishead\0".utf8), .other("a Skeleton of several streams")),
    (Array("BBCD".utf8), .other("Dirac video")), (Array("PCM     ".utf8), .other("bare PCM")),
  ]
}
