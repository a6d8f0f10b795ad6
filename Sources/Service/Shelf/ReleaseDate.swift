/// A date as far as it is known.
struct ReleaseDate {
  let text: String
  let precision: String

  /// Nil where it is not known.
  var year: Int? { Self.year(text) }

  /// The year that a tag begins with, without the rest of it: lists ask every track.
  static func year(_ tag: String) -> Int? {
    let digits = tag.utf8.prefix(4)
    guard digits.count == 4 else { return nil }
    var year = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      year = year * 10 + Int(digit - 48)
    }
    return year > 0 ? year : nil
  }

  /// - Parameter tag: "2001", "2001-02", "2001-02-03", with whatever behind it; others are the year "0000", as
  ///   the public Web API wrote what it did not know.
  init(_ tag: String?) {
    let parts = (tag ?? "").prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.map(\.wholeNumber)
    guard parts[0].count >= 4, parts[0].prefix(4).wholeNumber != nil else {
      (text, precision) = ("0000", "year")
      return
    }
    let start = String(parts[0].prefix(4))
    guard parts.count > 1, parts[0].count == 4, parts[1].count == 2, let month = numbers[1],
      (1...12).contains(month)
    else {
      (text, precision) = (start, "year")
      return
    }
    guard parts.count > 2, parts[2].count == 2, let day = numbers[2], (1...31).contains(day) else {
      (text, precision) = ("\(start)-\(parts[1])", "month")
      return
    }
    (text, precision) = ("\(start)-\(parts[1])-\(parts[2])", "day")
  }
}

extension Substring {
  /// The number that the ASCII digits spell.
  fileprivate var wholeNumber: Int? {
    utf8.allSatisfy { (48...57).contains($0) } ? Int(self) : nil
  }
}
