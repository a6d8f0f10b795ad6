import Foundation
import Interchange
import Testing

/// What another program reads.
func parsed<T>(_ json: JSONValue, as type: T.Type) throws -> T {
  let text = json.description
  #expect(!text.contains("\n"), "one object a line")
  let value = try JSONSerialization.jsonObject(
    with: Data(text.utf8), options: .fragmentsAllowed)
  guard let value = value as? T else { throw WrongType(text: text) }
  return value
}

/// A document that is not what was expected.
struct WrongType: Error { let text: String }

@Suite("JSON that any parser reads")
struct JSONValueTests {
  @Test(
    "strings come back as they were",
    arguments: [
      "", "plain", "quote \" backslash \\ slash /", "line\nfeed\r\ttab", "\u{0}\u{1}\u{1F}\u{7F}",
      "Ünïcödé e\u{301}", "👩‍👩‍👧‍👦 🎧", "\u{2028}\u{2029}\u{FEFF}", "\u{202E}rtl", "夜",
      "\"\u{301}accent on a quote", "\r\n",
    ])
  func strings(text: String) throws {
    let back = try parsed(.string(text), as: String.self)
    #expect(Array(back.unicodeScalars) == Array(text.unicodeScalars))
    let object = try parsed(.object([text: .integer(1)]), as: [String: Int].self)
    #expect(object.keys.first.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
  }

  @Test("no control character stands in a line as itself")
  func controls() {
    let text = JSONValue.string(String(String.UnicodeScalarView((0...31).compactMap { .init($0) })))
    #expect(text.description.unicodeScalars.allSatisfy { $0.value >= 32 })
  }

  @Test(
    "numbers come back to the last bit",
    arguments: [
      0, 1, -1, 0.1, 1 / 3, 44_100, 1e-7, -1e21, 1.797_693_134_862_315_7e308,
      .leastNonzeroMagnitude, 123_456.789,
    ] as [Double])
  func numbers(value: Double) throws {
    let back = try parsed(.number(value), as: Double.self)
    #expect(back == value)
  }

  @Test("whole numbers have no decimals, and there is no minus zero")
  func wholeNumbers() {
    #expect(JSONValue.number(44_100).description == "44100")
    #expect(JSONValue.number(-0.0).description == "0")
    #expect(JSONValue.number(-0.0004, places: 3).description == "0")
  }

  @Test(
    "what is no number is null", arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
  func notFinite(value: Double) throws {
    #expect(JSONValue.number(value).description == "null")
    #expect(JSONValue.number(value, places: 2).description == "null")
  }

  @Test("rounding, and absence")
  func rounding() {
    #expect(JSONValue.number(127.976, places: 2).description == "127.98")
    #expect(JSONValue.number(-9.849, places: 1).description == "-9.8")
    #expect(JSONValue.number(nil, places: 2) == .null)
    #expect(JSONValue.string(nil as String?) == .null)
    #expect(JSONValue.integer(nil as Int?) == .null)
  }

  @Test("members keep their order, and more are added behind")
  func order() {
    let value = JSONValue.object(["z": .integer(1), "a": .bool(true), "m": .array([.null, .null])])
    #expect(value.description == #"{"z":1,"a":true,"m":[null,null]}"#)
    #expect(
      value.adding(["b": .string("x")]).description
        == #"{"z":1,"a":true,"m":[null,null],"b":"x"}"#)
    #expect(JSONValue.object([]).description == "{}")
    #expect(JSONValue.array([]).description == "[]")
  }
}
