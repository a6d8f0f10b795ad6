import DSP

/// The precise tempo of a row of beats.
enum BeatRegression {
  /// Beats farther from the line than this, in seconds, do not belong to it: what listeners hear as early or
  /// late (Dixon, JNMR 36(1), 2007, §2).
  private static let tolerance = 0.025
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
    var (slope, start) = line(numbers, beats)
    for _ in 0..<3 {
      let kept = beats.indices.filter { abs(beats[$0] - start - slope * numbers[$0]) < tolerance }
      guard kept.count >= 4, Double(kept.count) >= steadyShare * Double(beats.count) else {
        return median
      }
      (slope, start) = line(kept.map { numbers[$0] }, kept.map { beats[$0] })
    }
    return slope
  }

  /// 1 − four times the median deviation of the intervals from their median, relative to it; 0…1.
  static func stability(of beats: [Double]) -> Double {
    let intervals = zip(beats.dropFirst(), beats).map { Float($0 - $1) }
    guard intervals.count >= 3, let median = Statistics.median(intervals), median > 0,
      let deviation = Statistics.median(intervals.map { abs($0 - median) })
    else { return 0 }
    return Double(max(0, 1 - 4 * deviation / median))
  }

  /// Least squares: y = start + slope·x.
  private static func line(_ x: [Double], _ y: [Double]) -> (slope: Double, start: Double) {
    let count = Double(x.count)
    let meanX = x.reduce(0, +) / count
    let meanY = y.reduce(0, +) / count
    var above = 0.0
    var below = 0.0
    for (a, b) in zip(x, y) {
      above += (a - meanX) * (b - meanY)
      below += (a - meanX) * (a - meanX)
    }
    let slope = below > 0 ? above / below : 0
    return (slope, meanY - slope * meanX)
  }
}
