/// From a track's pulse to its tempo: the metrical level by `MetricalLevel`, the decimals by the beats.
enum TempoEstimator {
  /// chosen: two intervals are the least that can agree; fewer onsets are events, not a tempo.
  private static let fewestBeats = 3
  /// The beats' own tempo is believed this far from the tempogram's (relative): farther, they have drifted.
  private static let agreement = 0.06

  /// As many other readings are told.
  ///
  /// chosen: half, double, and two of the dotted and triple ones.
  private static let alternatives = 4

  /// Mean onset strength of what nothing happens in.
  ///
  /// Measured: a held chord of sines 0.01, the stillest of 452 pieces of music 1.2.
  private static let stillness = 0.3
  /// Noise has neither a clear tempogram nor one tempo from window to window.
  ///
  /// Measured: white noise 2.1 and 0.25; of 452 pieces three, all of them ambient, have less of both.
  private static let (clarity, agreementOfNoise): (Float, Double) = (2.5, 0.3)
  /// Where fewer windows than this agree with the tempo, or it stands out less, it is less sure than its
  /// octave.
  ///
  /// chosen: a tenth of the development corpus has less of either.
  private static let (sureAgreement, sureClarity): (Double, Float) = (0.5, 5)

  /// The tempo of a track; nil where nothing pulses.
  static func estimate(_ rhythm: RhythmSummary) -> TempoEstimate? {
    let tempi = ranked(rhythm.votes)
    guard let best = tempi.first, rhythm.beats.count >= fewestBeats, rhythm.flux > stillness
    else { return nil }
    let windows = rhythm.tempogram.agreement(with: best.tempo)
    let clearness = rhythm.tempogram.clarity
    guard clearness >= clarity || windows >= agreementOfNoise else { return nil }
    let trust = min(1, 1 - sureAgreement + windows) * Double(min(1, clearness / sureClarity))
    var factor = 1.0
    if let period = BeatRegression.period(of: rhythm.beats),
      abs(60 / period / best.tempo - 1) < agreement
    {
      factor = 60 / period / best.tempo
    }
    let others = tempi.dropFirst().prefix(alternatives).map {
      TempoEstimate.Alternative(bpm: $0.tempo * factor, confidence: $0.share * trust)
    }
    return TempoEstimate(
      bpm: best.tempo * factor, confidence: best.share * trust, alternatives: others,
      stability: BeatRegression.stability(of: rhythm.beats),
      curve: TempoCurve.points(of: rhythm.beats))
  }

  /// The readings of all chapters, those of one tempo together, the likeliest first; shares add up to 1.
  private static func ranked(
    _ votes: [(tempo: Double, weight: Double)]
  ) -> [(tempo: Double, share: Double)] {
    let total = votes.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return [] }
    var tempi: [(tempo: Double, share: Double)] = []
    for vote in votes.sorted(by: { $0.weight > $1.weight }) {
      let known = tempi.firstIndex { abs(vote.tempo / $0.tempo - 1) < TempoAxis.sameness }
      if let known {
        tempi[known].share += vote.weight / total
      } else {
        tempi.append((vote.tempo, vote.weight / total))
      }
    }
    return tempi.sorted { $0.share > $1.share }
  }
}
