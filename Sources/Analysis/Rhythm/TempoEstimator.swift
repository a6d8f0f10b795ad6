import RealModule

/// From a track's pulse to its tempo: the metrical level by `MetricalLevel`, the decimals by the beats.
enum TempoEstimator {
  /// chosen: two intervals are the least that can agree; fewer onsets are events, not a tempo.
  private static let fewestBeats = 3
  /// The beats' own tempo is believed this far from the tempogram's (relative): farther, they have drifted.
  private static let agreement = 0.06

  /// The tempo of music whose `TimbreSummary.shape` is `shape`; nil where nothing pulses.
  static func estimate(_ rhythm: RhythmSummary, shape: [Double]) -> TempoEstimate? {
    let style = MetricalLevel.Style(shape: shape, flux: rhythm.flux)
    let readings = MetricalLevel.decide(rhythm.tempogram, style: style)
    guard let best = readings.first, rhythm.beats.count >= fewestBeats else { return nil }
    var factor = 1.0
    if let period = BeatRegression.period(of: rhythm.beats),
      abs(60 / period / best.reading.bpm - 1) < agreement
    {
      factor = 60 / period / best.reading.bpm
    }
    let others = readings.dropFirst().prefix(4).map {
      TempoEstimate.Alternative(bpm: $0.reading.bpm * factor, confidence: $0.probability)
    }
    return TempoEstimate(
      bpm: best.reading.bpm * factor, confidence: best.probability, alternatives: others,
      stability: BeatRegression.stability(of: rhythm.beats))
  }
}
