/// A JSON document whose members keep their order, so that the same answer is always the same line.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Not finite numbers are written as null: JSON has none.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])
  /// A document that is JSON already.
  case document(String)

  public struct Member: Sendable, Equatable {
    public var name: String
    public var value: JSONValue

    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object of these members, in this order.
  public static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  /// The number with at most `places` decimals, or null.
  public static func number(_ value: Double?, places: Int) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let rounded = (value * scale).rounded() / scale
    return .number(rounded == 0 ? 0 : rounded)
  }

  public static func string(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
  public static func integer(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }

  /// The object with more members at its end.
  ///
  /// Other values stay as they are.
  public func adding(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    guard case .object(let own) = self else { return self }
    return .object(own + members.map { Member(name: $0.key, value: $0.value) })
  }
}

extension JSONValue: CustomStringConvertible {
  /// The document on one line (RFC 8259).
  public var description: String { String(decoding: utf8, as: UTF8.self) }

  /// The document on one line, as it goes over a wire: several times as fast as by way of a `String`.
  public var utf8: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .number(let value):
      // Whole numbers without the ".0": 44100, not 44100.0.
      if let whole = Int(exactly: value) {
        bytes += String(whole).utf8
      } else {
        bytes += (value.isFinite ? "\(value)" : "null").utf8
      }
    case .string(let value): Self.write(value, to: &bytes)
    case .document(let value): bytes += value.utf8
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let text = string.utf8
    // Most texts hold nothing that must be written otherwise: they are taken over in one piece.
    if text.contains(where: isSpecial) {
      for byte in text {
        if isSpecial(byte) { write(special: byte, to: &bytes) } else { bytes.append(byte) }
      }
    } else {
      bytes += text
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
  }

  private static func write(special byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
    case 0...0x1F, 0x7F:
      bytes += (byte < 0x10 ? "u000" : "u00").utf8
      bytes += String(byte, radix: 16).utf8
    default: bytes.append(byte)
    }
  }
}
