/// Reads text whose encoding nobody can be sure of.
enum TextRepair {
  /// The text of `bytes`: UTF-8 where they are that, else Windows-1252, which is what taggers that
  /// do not write UTF-8 mostly mean.
  ///
  /// Zeros at the end and control characters go.
  static func text(of bytes: [UInt8]) -> (value: String, wasRepaired: Bool) {
    if let text = String(validating: bytes, as: UTF8.self) { return (clean(text), false) }
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(windows1252(byte)) }
    return (clean(String(text)), true)
  }

  /// Line breaks and tabs stay, other control characters go; spaces at both ends go.
  private static func clean(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: scalars.append(scalar)
      case 0..<0x20, 0x7F, 0xFEFF: continue
      default: scalars.append(scalar)
      }
    }
    let view = scalars.drop { $0.properties.isWhitespace }
    let end = view.lastIndex { !$0.properties.isWhitespace }
    guard let end else { return "" }
    return String(String.UnicodeScalarView(view[...end]))
  }

  /// Bytes 0x80…0x9F of Windows-1252 (WHATWG Encoding Standard, index-windows-1252); the others are
  /// Latin-1.
  private static let upperControls: [UInt32] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
  ]

  private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
    guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(upperControls[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
  }
}
