import DSP

/// A track in steps of a beat: what each sounds like.
///
/// Beats are continued at their own pace to both ends and across gaps; where there are hardly any, steps of
/// half a second take their place.
struct StructureUnits {
  static let dimensions = StructureSummary.coefficients + Chroma.pitches

  /// Seconds at which the units begin, the first at 0.
  let starts: [Double]
  /// Seconds at which the last ends.
  let end: Double
  let areBeats: Bool
  /// `dimensions` values a unit: standardised over the track, so that distances between two units of
  /// unlike sound are about 1.
  let features: [Float]

  var count: Int { starts.count }

  /// The times of the borders before, between and after the units.
  var borders: [Double] { starts + [end] }

  /// The mean features of the units in `range`.
  func mean(_ range: Range<Int>) -> [Float] {
    var sum = [Float](repeating: 0, count: Self.dimensions)
    for unit in range {
      for i in sum.indices { sum[i] += features[unit * Self.dimensions + i] }
    }
    return sum.map { $0 / Float(max(1, range.count)) }
  }
}

extension StructureUnits {
  /// Seconds.
  ///
  /// chosen: a beat at 120 a minute.
  private static let gridSeconds = 0.5
  /// Fewer beats are no grid.
  ///
  /// chosen: two bars.
  private static let fewestBeats = 8
  /// A gap of more than this many periods is filled.
  private static let gap = 1.75
  /// A piece at either end shorter than this share of a period joins its neighbour.
  private static let scrap = 0.3
  /// Weight of chroma beside timbre.
  ///
  /// measured: of 0, ¼, ½ and 1, on the synthetic half of the development corpus (2026-11-21).
  private static let chromaWeight: Float = 0.25

  /// - Precondition: `duration` is positive.
  init(_ summary: StructureSummary, beats: [Double], duration: Double) {
    let inside = beats.filter { $0 >= 0 && $0 < duration }
    let areBeats = inside.count >= Self.fewestBeats
    let starts =
      areBeats
      ? Self.continued(inside, duration: duration)
      : Array(stride(from: 0, to: duration, by: Self.gridSeconds))
    let borders = starts + [duration]
    let timbre = Self.means(
      summary.timbre, width: StructureSummary.coefficients,
      seconds: StructureSummary.timbreSeconds, borders: borders)
    let chroma = Self.means(
      summary.chroma, width: Chroma.pitches, seconds: StructureSummary.chromaSeconds,
      borders: borders)
    self.init(
      starts: starts, end: duration, areBeats: areBeats,
      features: Self.joined(
        Self.standardised(timbre, width: StructureSummary.coefficients),
        Self.standardised(Self.normalised(chroma), width: Chroma.pitches)))
  }

  private static func continued(_ beats: [Double], duration: Double) -> [Double] {
    let intervals = zip(beats, beats.dropFirst()).map { Float($1 - $0) }
    // No music has 1200 beats a minute: beats in one place must not fill the track with units.
    let period = max(0.05, Double(Statistics.median(intervals) ?? Float(gridSeconds)))
    var starts: [Double] = []
    var time = beats[0]
    while time > scrap * period { time -= period }
    // The first unit begins with the track, whatever is left of its beat.
    time = max(0, time)
    starts.append(0)
    time = time <= scrap * period ? time + period : time
    while time < beats[0] - scrap * period {
      starts.append(time)
      time += period
    }
    for beat in beats where beat > starts[starts.count - 1] {
      while beat - starts[starts.count - 1] > gap * period {
        starts.append(starts[starts.count - 1] + period)
      }
      if beat - starts[starts.count - 1] > scrap * period { starts.append(beat) }
    }
    while starts[starts.count - 1] + (1 + scrap) * period < duration {
      starts.append(starts[starts.count - 1] + period)
    }
    return starts
  }

  /// The mean of `frames`, `width` values each `seconds`, between each two borders.
  private static func means(
    _ frames: [Float], width: Int, seconds: Double, borders: [Double]
  ) -> [Float] {
    let count = frames.count / width
    var means = [Float](repeating: 0, count: (borders.count - 1) * width)
    // The last frame stands for what is left of the track, but not for minutes of silence behind it.
    let end = (Double(count) + 1) * seconds
    for unit in 0..<borders.count - 1 where count > 0 && borders[unit] < end {
      let first = min(Int((borders[unit] / seconds).rounded()), count - 1)
      let after = min(max(Int((borders[unit + 1] / seconds).rounded()), first + 1), count)
      let scale = 1 / Float(after - first)
      for frame in first..<after {
        for i in 0..<width { means[unit * width + i] += scale * frames[frame * width + i] }
      }
    }
    return means
  }

  /// Each chroma divided by its length.
  private static func normalised(_ chroma: [Float]) -> [Float] {
    var result = chroma
    for unit in 0..<chroma.count / Chroma.pitches {
      let range = unit * Chroma.pitches..<(unit + 1) * Chroma.pitches
      let length = chroma[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { continue }
      for i in range { result[i] /= length }
    }
    return result
  }

  /// Each dimension with mean 0 and deviation 1/√width over the units.
  private static func standardised(_ values: [Float], width: Int) -> [Float] {
    var result = values
    let count = values.count / width
    for i in 0..<width {
      let column = (0..<count).map { values[$0 * width + i] }
      let mean = Statistics.mean(column) ?? 0
      let deviation = Statistics.standardDeviation(column) ?? 0
      let scale = deviation > 1e-6 ? 1 / (deviation * Float(width).squareRoot()) : 0
      for n in 0..<count { result[n * width + i] = (values[n * width + i] - mean) * scale }
    }
    return result
  }

  private static func joined(_ timbre: [Float], _ chroma: [Float]) -> [Float] {
    let (a, b) = (StructureSummary.coefficients, Chroma.pitches)
    var joined: [Float] = []
    joined.reserveCapacity(timbre.count + chroma.count)
    for unit in 0..<timbre.count / a {
      joined += timbre[unit * a..<(unit + 1) * a]
      joined += chroma[unit * b..<(unit + 1) * b].map { chromaWeight * $0 }
    }
    return joined
  }
}
