import Foundation

/// Texts with one JSON value a line.
enum JSONLines {
  /// The value of each line that is not empty, nil where it is none of `Row`, with the line's number from 1.
  static func rows<Row: Decodable>(
    of text: String, as row: Row.Type
  ) -> some Sequence<(number: Int, row: Row?)> {
    let decoder = JSONDecoder()
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().lazy
      .filter { !$0.element.allSatisfy(\.isWhitespace) }
      .map { (number: $0.offset + 1, row: try? decoder.decode(row, from: Data($0.element.utf8))) }
  }
}
