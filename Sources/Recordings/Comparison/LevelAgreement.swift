import RealModule
import Sound

/// How the levels of two tracks run along a stretch that they share.
struct LevelAgreement {
  /// Correlation of the changes of level over time, mean of the bands; nil where nothing changes.
  var correlation: Double?
  /// dB: deviation over time of the difference between the two, the largest of the bands. An encoder leaves
  /// it small, a compressor does not.
  var dynamics: Double
  /// dB: how far the bands' mean differences lie apart. An equaliser makes it large.
  var balance: Double
  /// Half seconds that were compared.
  var count: Int

  /// dB below the loudest half second: what lies lower is noise.
  private static let range = 35.0
  /// Half seconds that say something: 8 s.
  static let least = 16

  /// - Parameters:
  ///   - first: a track's.
  ///   - second: the other's.
  ///   - stretches: what they share.
  init(_ first: Landmarks, _ second: Landmarks, _ stretches: [Stretch]) {
    let step = Double(Landmarks.levelFrames) / Landmarks.framesPerSecond
    (correlation, dynamics, balance, count) = (nil, 0, 0, 0)
    var means: [Double] = []
    var correlations: [Double] = []
    for band in 0..<Landmarks.levelBands {
      let (a, b) = (Self.course(first, band), Self.course(second, band))
      guard let top = a.max(), let otherTop = b.max() else { return }
      var pairs: [(Double, Double)] = []
      for stretch in stretches {
        let low = Int((stretch.first / step).rounded(.up))
        let high = Int((stretch.first + stretch.length) / step)
        for index in low..<max(low, high) where index < a.count {
          // The half second of the other track that lies there, between two of its grid.
          let place = Double(index) + stretch.shift / step
          let left = Int(place.rounded(.down))
          guard left >= 0, left + 1 < b.count else { continue }
          let part = place - Double(left)
          let other = b[left] * (1 - part) + b[left + 1] * part
          guard a[index] > top - Self.range, other > otherTop - Self.range else { continue }
          pairs.append((a[index], other))
        }
      }
      guard pairs.count >= Self.least else { continue }
      count = max(count, pairs.count)
      let differences = pairs.map { $0.1 - $0.0 }
      let mean = differences.reduce(0, +) / Double(pairs.count)
      means.append(mean)
      let spread = differences.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      dynamics = max(dynamics, (spread / Double(pairs.count)).squareRoot())
      if let value = Self.correlation(pairs) { correlations.append(value) }
    }
    if let low = means.min(), let high = means.max() { balance = high - low }
    if !correlations.isEmpty {
      correlation = correlations.reduce(0, +) / Double(correlations.count)
    }
  }

  /// dB below full scale.
  private static func course(_ landmarks: Landmarks, _ band: Int) -> [Double] {
    (0..<landmarks.levelCount).map {
      -Double(landmarks.levels[$0 * Landmarks.levelBands + band]) / 2
    }
  }

  private static func correlation(_ pairs: [(Double, Double)]) -> Double? {
    let n = Double(pairs.count)
    let meanA = pairs.reduce(0) { $0 + $1.0 } / n
    let meanB = pairs.reduce(0) { $0 + $1.1 } / n
    var (products, a, b) = (0.0, 0.0, 0.0)
    for pair in pairs {
      products += (pair.0 - meanA) * (pair.1 - meanB)
      a += (pair.0 - meanA) * (pair.0 - meanA)
      b += (pair.1 - meanB) * (pair.1 - meanB)
    }
    // A level that stays within a decibel says nothing by its changes.
    guard a / n > 1, b / n > 1 else { return nil }
    return products / (a * b).squareRoot()
  }
}
