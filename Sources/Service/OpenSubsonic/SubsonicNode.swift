import Interchange

/// An element of an answer: attributes and children, written as XML or as JSON.
struct SubsonicNode: Sendable {
  enum Value: Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case flag(Bool)
  }

  var attributes: [(name: String, value: Value)]
  /// A list becomes elements of one name, and an array in JSON; it is written though it be empty.
  var lists: [(name: String, nodes: [SubsonicNode])] = []
  var children: [(name: String, node: SubsonicNode)] = []
  /// Lists of bare numbers.
  var numbers: [(name: String, values: [Int])] = []
  /// The text of an element, which in JSON is a member called `value`.
  var content: String?

  init(
    _ attributes: [(String, Value?)] = [], children: [(name: String, node: SubsonicNode)] = [],
    lists: [(name: String, nodes: [SubsonicNode])] = []
  ) {
    self.attributes = attributes.compactMap { name, value in value.map { (name, $0) } }
    (self.children, self.lists) = (children, lists)
  }

  var json: JSONValue {
    var members = attributes.map { JSONValue.Member(name: $0.name, value: $0.value.json) }
    if let content { members.append(.init(name: "value", value: .string(content))) }
    for (name, node) in children { members.append(.init(name: name, value: node.json)) }
    for (name, nodes) in lists {
      members.append(.init(name: name, value: .array(nodes.map(\.json))))
    }
    for (name, values) in numbers {
      members.append(.init(name: name, value: .array(values.map { .integer($0) })))
    }
    return .object(members)
  }

  func writeXML(_ name: String, to text: inout String) {
    text += "<\(name)"
    for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value.text))\"" }
    if content == nil && children.isEmpty && lists.allSatisfy(\.nodes.isEmpty) && numbers.isEmpty {
      text += "/>"
      return
    }
    text += ">" + Self.escaped(content ?? "")
    for (name, node) in children { node.writeXML(name, to: &text) }
    for (name, nodes) in lists { for node in nodes { node.writeXML(name, to: &text) } }
    for (name, values) in numbers {
      for value in values { text += "<\(name)>\(value)</\(name)>" }
    }
    text += "</\(name)>"
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      // Attributes are read with spaces for these (XML 1.0 §3.3.3) unless they are written like this.
      case "\t", "\n", "\r": out += "&#\(scalar.value);"
      // XML 1.0 §2.2 has no place for these, escaped or not.
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}

extension SubsonicNode.Value {
  fileprivate var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value, places: 4)
    case .flag(let value): .bool(value)
    }
  }

  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .integer, .number: json.description
    case .flag(let value): value ? "true" : "false"
    }
  }
}
