/// What a picture's first bytes say about it, read without decoding a pixel.
struct PictureHeader: Equatable {
  enum Format: Equatable {
    case jpeg
    case png
    case gif
    case webp
    case bmp
  }

  let format: Format
  let width: Int
  let height: Int

  var mime: String {
    switch format {
    case .jpeg: "image/jpeg"
    case .png: "image/png"
    case .gif: "image/gif"
    case .webp: "image/webp"
    case .bmp: "image/bmp"
    }
  }

  /// `nil` where the bytes are no picture of a known format, or too few.
  init?(_ bytes: [UInt8]) {
    let size: (Int, Int)?
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      format = .jpeg
      size = Self.jpeg(bytes)
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      // PNG (ISO/IEC 15948) §11.2.2: IHDR comes first.
      format = .png
      size = bytes.count >= 24 ? (Self.big(bytes, 16, 4), Self.big(bytes, 20, 4)) : nil
    } else if bytes.starts(with: Array("GIF8".utf8)) {
      format = .gif
      size = bytes.count >= 10 ? (Self.little(bytes, 6, 2), Self.little(bytes, 8, 2)) : nil
    } else if bytes.starts(with: Array("RIFF".utf8)), bytes.count >= 30,
      bytes[8..<12].elementsEqual("WEBP".utf8)
    {
      format = .webp
      size = Self.webp(bytes)
    } else if bytes.starts(with: Array("BM".utf8)), bytes.count >= 26 {
      // BITMAPINFOHEADER: signed, a negative height means rows from the top.
      format = .bmp
      size = (
        Int(Int32(truncatingIfNeeded: Self.little(bytes, 18, 4)).magnitude),
        Int(Int32(truncatingIfNeeded: Self.little(bytes, 22, 4)).magnitude)
      )
    } else {
      return nil
    }
    guard let size, size.0 > 0, size.1 > 0 else { return nil }
    (width, height) = size
  }

  private static func big(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
  }

  private static func little(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
  }

  /// The first start-of-frame segment (ITU-T T.81, §B.2.2) holds the size.
  private static func jpeg(_ bytes: [UInt8]) -> (Int, Int)? {
    var at = 2
    while at + 9 < bytes.count {
      guard bytes[at] == 0xFF else { return nil }
      let marker = bytes[at + 1]
      switch marker {
      case 0xFF: at += 1
      case 0xD8, 0x01, 0xD0...0xD7: at += 2
      // All start-of-frame markers; 0xC4, 0xC8 and 0xCC are tables and extensions.
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        return (big(bytes, at + 7, 2), big(bytes, at + 5, 2))
      case 0xD9, 0xDA: return nil
      default: at += 2 + big(bytes, at + 2, 2)
      }
    }
    return nil
  }

  /// The three kinds of WebP (RFC 9649, §2.5 to §2.7).
  private static func webp(_ bytes: [UInt8]) -> (Int, Int)? {
    switch String(decoding: bytes[12..<16], as: UTF8.self) {
    case "VP8 ": (little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF)
    case "VP8L":
      ((little(bytes, 21, 4) & 0x3FFF) + 1, (little(bytes, 21, 4) >> 14 & 0x3FFF) + 1)
    case "VP8X": (little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1)
    default: nil
    }
  }
}
