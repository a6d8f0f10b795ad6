import DSP

/// The compressed spectrum of a chapter in coarse time steps: what changes from beat to beat is read here.
struct LogSpectra {
  /// Onset frames averaged into one step: 40 ms, half the shortest beat of the bar model's windows.
  static let framesPerStep = 4

  /// The filters of the front end whose centres lie from `low` on and below `high` Hz.
  static func bands(from low: Double, to high: Double) -> Range<Int> {
    let centers = SpectralFrontEnd.onsetBands.centers
    let first = centers.firstIndex { $0 >= low } ?? centers.count
    return first..<(centers.firstIndex { $0 >= high } ?? centers.count)
  }

  private let bands: Int
  private var values: [Float]
  private var filled = 0

  init(frames: Int, bands: Int) {
    self.bands = bands
    values = [Float](repeating: 0, count: (frames / Self.framesPerStep + 1) * bands)
  }

  var steps: Int { values.count / bands }

  /// Some onset frames, which begin with a step.
  func part(_ frames: Range<Int>) -> LogSpectra {
    var part = LogSpectra(frames: frames.count, bands: bands)
    let first = frames.lowerBound / Self.framesPerStep * bands
    let last = min(first + part.values.count, values.count)
    part.values.replaceSubrange(..<(last - first), with: values[first..<last])
    return part
  }

  /// Adds one onset frame's spectrum, which begins at `offset` in `row`.
  mutating func add(_ row: [Float], from offset: Int) {
    let start = filled / Self.framesPerStep * bands
    let share = 1 / Float(Self.framesPerStep)
    for band in 0..<bands { values[start + band] += share * row[offset + band] }
    filled += 1
  }

  /// The mean over onset frames `start` ..< `end`, at least one step, of the bands in `range`.
  func mean(_ range: Range<Int>, from start: Double, to end: Double) -> [Float] {
    let rate = Double(Self.framesPerStep)
    let last = steps - 1
    let low = min(max(0, Int((start / rate).rounded())), last)
    let high = min(max(low + 1, Int((end / rate).rounded())), last + 1)
    var sum = [Float](repeating: 0, count: range.count)
    for step in low..<high {
      let row = step * bands + range.lowerBound
      for band in sum.indices { sum[band] += values[row + band] }
    }
    let scale = 1 / Float(high - low)
    for band in sum.indices { sum[band] *= scale }
    return sum
  }

  /// How much the spectrum's shape differs between the `width` frames before `moment` and those after it:
  /// the mean absolute difference over bands, levels taken off.
  func change(_ range: Range<Int>, at moment: Double, width: Double) -> Float {
    let before = mean(range, from: moment - width, to: moment - 1)
    let after = mean(range, from: moment + 1, to: moment + width)
    let level = (after.reduce(0, +) - before.reduce(0, +)) / Float(range.count)
    return zip(before, after).reduce(0) { $0 + abs($1.1 - $1.0 - level) } / Float(range.count)
  }
}
