/// Where a track's values lie among those of its library: thresholds that scripts took over from another
/// catalogue can be moved by it.
struct Percentiles: Sendable {
  /// By `FeatureLine.rankedNames`: the library's values, ascending.
  private let columns: [[Int32]]

  init(_ lines: [FeatureLine]) {
    let count = FeatureLine.rankedNames.count
    var columns: [[Int32]] = Array(repeating: [], count: count)
    for line in lines {
      let values = line.ranked
      for column in 0..<count {
        if let value = values[column] { columns[column].append(value) }
      }
    }
    for column in 0..<count { columns[column].sort() }
    self.columns = columns
  }

  /// The line with the share of the library's tracks whose value is smaller, half of the equal ones counted.
  func added(to line: FeatureLine) -> FeatureLine {
    var line = line
    let values = line.ranked
    line.percentiles = columns.indices.map { column in
      guard let value = values[column] else { return -1 }
      let sorted = columns[column]
      // The first of its kind is alike to all there are: itself.
      guard !sorted.isEmpty else { return 500 }
      let below = Self.bound(sorted) { $0 < value }
      let through = Self.bound(sorted) { $0 <= value }
      return Int16((below + through) * 500 / sorted.count)
    }
    return line
  }

  /// How many of the sorted values meet the condition that the first ones meet.
  private static func bound(_ sorted: [Int32], _ holds: (Int32) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(sorted[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
