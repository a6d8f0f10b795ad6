import Catalogue

/// The attributes that tracks can be bounded by, each as one column of plain numbers.
///
/// To ask every track of a large library through its card takes a hundredth of a second; to compare two columns
/// of numbers takes a ten-thousandth.
struct AttributeColumns: Sendable {
  /// By `Tunables.attributes`, then by row; not a number where there is no answer.
  private var values: [[Double]]

  init(_ cards: [TrackCard]) {
    values = Tunables.attributes.map { _ in [] }
    for index in values.indices { values[index].reserveCapacity(cards.count) }
    // Card by card: to walk along all cards once for each attribute costs ten times as much.
    for (row, card) in cards.enumerated() { set(card, row: row) }
  }

  /// Writes a track's values at its row, which may be the next new one.
  mutating func set(_ card: TrackCard, row: Int) {
    for (index, attribute) in Tunables.attributes.enumerated() {
      let value = attribute.value(card) ?? .nan
      if row < values[index].count {
        values[index][row] = value
      } else {
        values[index].append(value)
      }
    }
  }

  /// The value of an attribute; nil where there is no answer.
  func value(_ attribute: Int, row: Int) -> Double? {
    let value = values[attribute][row]
    return value.isNaN ? nil : value
  }

  /// Which rows lie within every bound; one without an answer does not.
  func rows(within bounds: [(attribute: Int, range: ClosedRange<Double>)]) -> RowMask {
    var mask = [UInt8](repeating: 1, count: values.first?.count ?? 0)
    for (attribute, range) in bounds {
      let column = values[attribute]
      let (numbers, low, high) = (column.span, range.lowerBound, range.upperBound)
      var marks = mask.mutableSpan
      for row in 0..<numbers.count {
        // Without branches, several rows at a time; what is not a number is within nothing.
        let (isAbove, isBelow): (UInt8, UInt8) = (
          low <= numbers[row] ? 1 : 0, numbers[row] <= high ? 1 : 0
        )
        marks[row] &= isAbove & isBelow
      }
    }
    return RowMask(marks: mask)
  }
}

/// A choice of a shelf's rows.
struct RowMask: Sendable {
  /// 1 for the chosen, 0 for others.
  let marks: [UInt8]
  /// How many are chosen.
  let count: Int

  /// - Parameter marks: 1 for the chosen, 0 for others.
  init(marks: [UInt8]) {
    self.marks = marks
    var count = 0
    let span = marks.span
    for row in 0..<span.count { count += Int(span[row]) }
    self.count = count
  }

  func holds(_ row: Int) -> Bool { marks[row] != 0 }
}
