import RealModule
import Sound

/// How the levels of two tracks run along a stretch that they share.
struct LevelAgreement {
  /// Correlation of the changes of level over time, mean of the bands; nil where nothing changes.
  var correlation: Double?
  /// dB: deviation over time of the difference between the two, the largest of the bands.
  ///
  /// An encoder leaves it small, a compressor does not.
  var dynamics: Double
  /// dB: how far the bands' mean differences lie apart.
  ///
  /// An equaliser makes it large.
  var balance: Double
  /// Half seconds that were compared.
  var count: Int

  /// Half seconds over which a level is taken.
  ///
  /// Measured: over two seconds, three of 16 copies that begin between two half seconds move by more than 1 dB, as a
  /// compressor's do; over three, none by more than 0.7 (docs/recordings.md, the verdicts).
  fileprivate static let window = 6
  /// dB below the loudest moment: what lies lower is noise.
  private static let range = 35.0
  /// Half seconds that say something: what the shortest stretch has, of 10 s.
  static let least = 14

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
      let (a, b) = (Course(first, band), Course(second, band))
      var pairs: [(Double, Double)] = []
      for stretch in stretches {
        let low = Int((stretch.first / step).rounded(.up))
        let high = Int((stretch.first + stretch.length) / step) - Self.window
        for index in low..<max(low, high) {
          let place = Double(index) + stretch.shift / step
          guard let mine = a.level(at: Double(index)), let other = b.level(at: place),
            mine > a.top - Self.range, other > b.top - Self.range
          else { continue }
          pairs.append((mine, other))
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

/// The level of one band of a track over time.
private struct Course {
  /// The energy before each half second.
  private var sums: [Double] = [0]
  /// dB of the loudest half second.
  private(set) var top = -200.0

  init(_ landmarks: Landmarks, _ band: Int) {
    for index in 0..<landmarks.levelCount {
      let decibels = -Double(landmarks.levels[index * Landmarks.levelBands + band]) / 2
      sums.append(sums[index] + .exp10(decibels / 10))
      top = max(top, decibels)
    }
  }

  /// dB over the window that begins at a place between two half seconds; nil where the track has ended.
  func level(at place: Double) -> Double? {
    guard let low = energy(before: place),
      let high = energy(before: place + Double(LevelAgreement.window)), high > low
    else { return nil }
    return 10 * .log10((high - low) / Double(LevelAgreement.window))
  }

  private func energy(before place: Double) -> Double? {
    guard place >= 0, place <= Double(sums.count - 1) else { return nil }
    let left = Int(place)
    guard left + 1 < sums.count else { return sums[left] }
    return sums[left] + (place - Double(left)) * (sums[left + 1] - sums[left])
  }
}
