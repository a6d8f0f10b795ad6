/// Order statistics and moments of plain arrays; every function has a stated answer for no values.
public enum Statistics {
  /// The value below which the share `quantile` (0…1) of `values` lies, interpolated linearly
  /// (Hyndman and Fan, The American Statistician 50(4), 1996, definition 7); nil for no values.
  public static func quantile(_ quantile: Double, of values: [Float]) -> Float? {
    guard !values.isEmpty else { return nil }
    return Self.quantile(quantile, ofSorted: values.sorted())
  }

  /// The same for values that are sorted already, and not empty.
  public static func quantile(_ quantile: Double, ofSorted sorted: [Float]) -> Float {
    let position = quantile * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + Float(position - Double(below)) * (sorted[above] - sorted[below])
  }

  public static func median(_ values: [Float]) -> Float? { quantile(0.5, of: values) }

  public static func mean(_ values: [Float]) -> Float? {
    values.isEmpty ? nil : Float(values.reduce(0.0) { $0 + Double($1) } / Double(values.count))
  }

  /// Population standard deviation; nil for no values.
  public static func standardDeviation(_ values: [Float]) -> Float? {
    guard let mean = mean(values) else { return nil }
    let sum = values.reduce(0.0) { $0 + Double(($1 - mean) * ($1 - mean)) }
    return Float((sum / Double(values.count)).squareRoot())
  }

  /// Pearson's correlation of two equally long lists; 0 where one of them does not vary.
  public static func correlation(_ a: [Float], _ b: [Float]) -> Float {
    precondition(a.count == b.count)
    guard let meanA = mean(a), let meanB = mean(b) else { return 0 }
    var covariance = 0.0
    var varianceA = 0.0
    var varianceB = 0.0
    for (x, y) in zip(a, b) {
      covariance += Double((x - meanA) * (y - meanB))
      varianceA += Double((x - meanA) * (x - meanA))
      varianceB += Double((y - meanB) * (y - meanB))
    }
    let norm = (varianceA * varianceB).squareRoot()
    return norm > 0 ? Float(covariance / norm) : 0
  }
}
