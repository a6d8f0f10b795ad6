import DSP

/// What `BeatNetwork` looks at in each onset frame: the levels of 24 groups of the front end's filters, and how
/// much they rise.
struct BeatSpectra {
  /// Neighbouring filters together: a quarter of an octave each.
  static let groups = 24
  /// Numbers a frame: the levels, then the rises.
  static let width = 2 * groups
  /// chosen: brings the rises near the levels' spread, which the training likes.
  private static let riseScale: Float = 3

  /// Where each group begins among the filters, and the end.
  private static let edges: [Int] = (0...groups).map {
    let share = Double($0) / Double(groups)
    return Int((share * Double(SpectralFrontEnd.onsetBands.count)).rounded(.toNearestOrEven))
  }

  /// One row of `width` a frame, as far as added.
  private(set) var values: [Float] = []
  var frames: Int { values.count / Self.width }

  init(capacity frames: Int) { values.reserveCapacity(frames * Self.width) }

  /// Adds a frame's compressed `levels`, the first filter's at `offset`, and the `rises` of all filters.
  mutating func add(_ levels: [Float], from offset: Int, rises: [Float]) {
    for group in 0..<Self.groups {
      values.append(Self.mean(levels, Self.edges[group] + offset..<Self.edges[group + 1] + offset))
    }
    for group in 0..<Self.groups {
      values.append(
        Self.riseScale * Self.mean(rises, Self.edges[group]..<Self.edges[group + 1]))
    }
  }

  private static func mean(_ row: [Float], _ range: Range<Int>) -> Float {
    var sum: Float = 0
    for i in range { sum += row[i] }
    return sum / Float(range.count)
  }

  /// Takes off each level its mean over the frames that sound, so that how a recording is equalised plays no part,
  /// and levels out the silence before and behind them.
  ///
  /// To be called once, when all frames are there.
  mutating func center(active: Range<Int>) {
    let active = active.clamped(to: 0..<frames)
    var sums = [Double](repeating: 0, count: Self.groups)
    for frame in active {
      for group in 0..<Self.groups { sums[group] += Double(values[frame * Self.width + group]) }
    }
    let means = sums.map { Float($0 / Double(max(1, active.count))) }
    for frame in 0..<frames {
      let row = frame * Self.width
      for group in 0..<Self.groups {
        values[row + group] = active.contains(frame) ? values[row + group] - means[group] : 0
      }
    }
  }
}
