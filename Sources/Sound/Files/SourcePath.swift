/// A path as the file system has it: bytes, in no particular encoding.
///
/// Names that are not UTF-8 keep their bytes; `description` shows them without harming a terminal.
public struct SourcePath: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let bytes: [UInt8]

  /// A path of these bytes.
  ///
  /// A NUL ends it, as it does for the system.
  public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes.prefix { $0 != 0 }) }

  public init(_ text: String) { self.init(bytes: text.utf8) }

  /// Ordered by bytes, so that the order does not depend on the locale.
  public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

  /// The text of the path where it is UTF-8, or nil: the form that can be stored as text and opened
  /// again.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The path for people: control characters and bytes that are not UTF-8 are escaped as `\n`,
  /// `\u{202E}` or `\xFF`.
  public var description: String { Self.printable(bytes[...]) }

  /// The last component, for people.
  public var name: String { Self.printable(lastComponent) }

  /// The last component's bytes.
  public var lastComponent: ArraySlice<UInt8> {
    var end = bytes.endIndex
    while end > 1, bytes[end - 1] == Self.slash { end -= 1 }
    let start = bytes[..<end].dropLast(end == 1 ? 1 : 0).lastIndex(of: Self.slash)
    return bytes[(start.map { $0 + 1 } ?? 0)..<end]
  }

  /// What follows the last dot of the name, in lower case and ASCII; empty where there is none.
  public var lowercasedExtension: String {
    let name = lastComponent
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    let letters = name[(dot + 1)...]
    guard letters.allSatisfy({ $0 < 0x80 }) else { return "" }
    return String(decoding: letters, as: UTF8.self).lowercased()
  }

  /// The path of the entry `component` in this folder.
  public func appending(_ component: some Sequence<UInt8>) -> Self {
    var joined = bytes
    if joined.last != Self.slash, !joined.isEmpty { joined.append(Self.slash) }
    joined.append(contentsOf: component)
    return Self(bytes: joined)
  }

  private static let slash = UInt8(ascii: "/")

  private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    var rest = bytes
    while !rest.isEmpty {
      // The longest prefix that is one scalar: decode up to four bytes.
      var taken = 0
      for length in 1...min(4, rest.count) {
        if let one = String(validating: rest.prefix(length), as: UTF8.self),
          let scalar = one.unicodeScalars.first
        {
          text += escaped(scalar)
          taken = length
          break
        }
      }
      if taken == 0, let byte = rest.first {
        text += "\\x" + hexadecimal(UInt32(byte), digits: 2)
        taken = 1
      }
      rest = rest.dropFirst(taken)
    }
    return text
  }

  /// A scalar as it is, or its escape where it would move the cursor or turn the line around.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    // U+200D joins emoji and U+200C shapes Persian: both harmless and wanted.
    case "\u{200C}", "\u{200D}": return String(scalar)
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        return "\\u{" + hexadecimal(scalar.value, digits: 1) + "}"
      default: return String(scalar)
      }
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
