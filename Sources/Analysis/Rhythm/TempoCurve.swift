import DSP

/// The tempo over time, from the beats.
enum TempoCurve {
  /// Beats whose median interval is one point of the curve.
  ///
  /// chosen: two bars of four, so that neither a late beat nor a fill is a change of tempo.
  private static let span = 8
  /// Tempi this near are one (relative).
  ///
  /// chosen: half the tolerance within which two tempi count as the same.
  private static let steady = 0.02

  /// One point wherever the tempo has changed, the first at the first beat; nil where it is steady
  /// throughout, or the beats are too few to tell.
  static func points(of beats: [Double]) -> [TempoEstimate.Point]? {
    var points: [TempoEstimate.Point] = []
    for first in stride(from: 0, to: beats.count - span, by: span / 2) {
      let own = beats[first...first + span]
      let intervals = zip(own.dropFirst(), own).map { Float($0 - $1) }
      guard let median = Statistics.median(intervals), median > 0 else { continue }
      let tempo = 60 / Double(median)
      if let last = points.last, abs(tempo / last.bpm - 1) < steady { continue }
      points.append(TempoEstimate.Point(start: beats[first], bpm: tempo))
    }
    return points.count > 1 ? points : nil
  }
}
