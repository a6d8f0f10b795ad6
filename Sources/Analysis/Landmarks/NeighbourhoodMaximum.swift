/// The largest value within a distance of each of the values in a row.
struct NeighbourhoodMaximum {
  /// Values that count on each side.
  static let reach = 10
  /// 2·reach + 1 = 16 + 5: the maximum of two windows of 16 that are 5 apart.
  private static let shift = 2 * reach + 1 - 16

  private let count: Int
  private var row: [Float]
  private var next: [Float]

  /// - Parameter count: values of a row.
  init(count: Int) {
    self.count = count
    row = [Float](repeating: 0, count: count + 2 * Self.reach)
    next = row
  }

  /// Writes the maxima to `maxima`, from `start` on.
  ///
  /// - Parameters:
  ///   - values: the row with `reach` values before it and after it.
  ///   - maxima: where as many as there are in a row go.
  ///   - start: the first one's place there.
  mutating func find(in values: [Float], into maxima: inout [Float], from start: Int) {
    // Taken out of the value: a span of a field would lock the whole of it.
    var (wide, next) = (row, self.next)
    (row, self.next) = ([], [])
    for i in values.indices { wide[i] = values[i] }
    var length = values.count
    // Windows of 2, 4, 8 and 16 out of two of half the length: four passes without a branch.
    for step in [1, 2, 4, 8] {
      length -= step
      var output = next.mutableSpan
      Self.pass(wide.span, into: &output, from: 0, count: length, step: step)
      swap(&wide, &next)
    }
    var output = maxima.mutableSpan
    Self.pass(wide.span, into: &output, from: start, count: count, step: Self.shift)
    (row, self.next) = (wide, next)
  }

  /// The larger of each value and the one `step` further on.
  private static func pass(
    _ values: Span<Float>, into output: inout MutableSpan<Float>, from start: Int, count: Int,
    step: Int
  ) {
    for i in 0..<count {
      let (a, b) = (values[i], values[i + step])
      output[start + i] = a > b ? a : b
    }
  }
}
