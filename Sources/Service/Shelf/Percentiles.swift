/// Where a track's values lie among those of its library: thresholds that scripts took over from another
/// catalogue can be moved by it.
enum Percentiles {
  /// The lines with the share of the library's tracks whose value is smaller, half of the equal ones counted.
  static func added(to lines: [FeatureLine]) -> [FeatureLine] {
    var lines = lines
    let count = FeatureLine.rankedNames.count
    var columns: [[Int32]] = Array(repeating: [], count: count)
    let values = lines.map(\.ranked)
    for row in values {
      for column in 0..<count { if let value = row[column] { columns[column].append(value) } }
    }
    for column in 0..<count { columns[column].sort() }
    for row in lines.indices {
      lines[row].percentiles = (0..<count).map { column in
        guard let value = values[row][column] else { return -1 }
        let sorted = columns[column]
        let below = bound(sorted) { $0 < value }
        let through = bound(sorted) { $0 <= value }
        return Int16((below + through) * 500 / sorted.count)
      }
    }
    return lines
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
