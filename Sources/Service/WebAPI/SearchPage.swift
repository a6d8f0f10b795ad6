import Foundation
import Interchange

/// A page of a list in the public Web API's shape, with absolute addresses of its neighbours.
struct SearchPage {
  /// The list's address, with a query that may grow.
  let href: String
  let limit: Int
  let offset: Int
  let total: Int

  func json(_ items: [JSONValue]) -> JSONValue {
    let next = offset + limit
    return .object([
      "href": .string(address(offset)), "items": .array(items), "limit": .integer(limit),
      "next": next < total ? .string(address(next)) : .null,
      "offset": .integer(offset),
      "previous": offset > 0 ? .string(address(max(0, offset - limit))) : .null,
      "total": .integer(total),
    ])
  }

  private func address(_ offset: Int) -> String {
    "\(href)\(href.contains("?") ? "&" : "?")offset=\(offset)&limit=\(limit)"
  }

  /// A text as a part of a query.
  static func encoded(_ text: String) -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
  }
}
