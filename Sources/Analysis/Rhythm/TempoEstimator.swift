import RealModule

/// From a track's pulse to its tempo: the metrical level by `MetricalLevel`, the decimals by the beats.
enum TempoEstimator {
  /// Turns differences of log scores into odds.
  ///
  /// measured: the value at which confidence and accuracy agree on the development corpus
  /// (`docs/accuracy.md`).
  private static let sharpness = 2.0
  /// The beats' own tempo is believed this far from the tempogram's (relative): farther, they have drifted.
  private static let agreement = 0.06

  /// Nil where nothing pulses.
  static func estimate(_ rhythm: RhythmSummary) -> TempoEstimate? {
    let candidates = MetricalLevel.candidates(rhythm.tempogram)
    guard let best = candidates.first, best.score > 0 else { return nil }
    let odds = candidates.map { Double.pow($0.score / best.score, sharpness) }
    let total = odds.reduce(0, +)
    var factor = 1.0
    if let period = BeatRegression.period(of: rhythm.beats),
      abs(60 / period / best.tempo - 1) < agreement
    {
      factor = 60 / period / best.tempo
    }
    let readings = zip(candidates, odds).map { candidate, odds in
      TempoEstimate.Alternative(bpm: candidate.tempo * factor, confidence: odds / total)
    }
    return TempoEstimate(
      bpm: readings[0].bpm, confidence: readings[0].confidence,
      alternatives: Array(readings.dropFirst().prefix(4)),
      stability: BeatRegression.stability(of: rhythm.beats))
  }
}
