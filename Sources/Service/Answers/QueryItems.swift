/// The parameters of a query or a form: percent-decoded, a plus is a space.
struct QueryItems: Sendable {
  private(set) var items: [(name: String, value: String)] = []

  /// More are not looked at; chosen: three times the 42 tunables and their company.
  private static let limit = 200

  /// - Throws: `invalid` for what is no UTF-8, or too much.
  init(_ text: some StringProtocol) throws {
    for part in text.split(separator: "&", omittingEmptySubsequences: true) {
      guard items.count < Self.limit else {
        throw ServiceError.invalid("There are more than \(Self.limit) parameters.")
      }
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      items.append((try Self.decoded(sides[0]), sides.count > 1 ? try Self.decoded(sides[1]) : ""))
    }
  }

  /// No parameters.
  static let none = QueryItems()

  private init() {}

  /// The first value of a name.
  subscript(name: String) -> String? { items.first { $0.name == name }?.value }

  /// The first value of a name where it says anything.
  func text(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The one value of a name; nil where the name is not there.
  ///
  /// - Throws: `invalid` for a name that is there several times: nobody knows which is meant.
  private func single(_ name: String) throws -> String? {
    guard items.count(where: { $0.name == name }) <= 1 else {
      throw ServiceError.invalid("\(name) is there more than once")
    }
    return self[name]
  }

  /// All values of a name.
  func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// The values of a comma-separated list, without empty ones.
  func list(_ name: String) -> [String] {
    self[name].map { $0.split(separator: ",").map(String.init) } ?? []
  }

  /// - Throws: `invalid` for what is no whole number, or lies outside.
  func integer(_ name: String, in range: ClosedRange<Int>, or standard: Int) throws -> Int {
    guard let text = try single(name) else { return standard }
    guard let value = Int(text), range.contains(value) else {
      throw ServiceError.invalid("Invalid \(name)")
    }
    return value
  }

  /// - Throws: `invalid` for what is no number, or lies outside.
  func number(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let text = try single(name) else { return nil }
    // As JSON writes numbers: Swift knows hexadecimal ones and infinity beside.
    guard text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }),
      let value = Double(text), range.contains(value)
    else {
      throw ServiceError.invalid("Invalid \(name)")
    }
    return value
  }

  /// - Throws: `invalid` for what is neither true nor false.
  func flag(_ name: String) throws -> Bool {
    switch try single(name) {
    case nil, "false", "0": false
    case "true", "1": true
    default: throw ServiceError.invalid("Invalid \(name)")
    }
  }

  private static func decoded(_ text: some StringProtocol) throws -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard rest.count >= 2, let high = hex(rest.removeFirst()), let low = hex(rest.removeFirst())
        else { throw ServiceError.invalid("The query is not well formed.") }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw ServiceError.invalid("The query is no UTF-8 text.")
    }
    return decoded
  }

  private static func hex(_ digit: UInt8) -> UInt8? {
    Character(UnicodeScalar(digit)).hexDigitValue.map { UInt8($0) }
  }
}
