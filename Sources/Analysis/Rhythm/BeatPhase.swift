import DSP
import RealModule

/// Whether beats that follow the onsets stand on the beat, or half a beat beside it.
///
/// Off-beat guitars, hi-hats and organs can be the strongest pulse there is (ska, reggae, house). What tells
/// the two apart: which bands sound on either, that chords change on the beat, and that on the beat strong
/// and weak alternate (bar and half bar). A logistic model over the differences between the two, fitted by
/// `Evaluation/fit_beats.py`.
enum BeatPhase {
  /// Fewer beats say too little about alternation.
  ///
  /// chosen: two bars of four.
  static let fewestBeats = 8
  private static let lags = 1...4
  /// Keeps logarithms of absent onsets finite: a twentieth of the mean.
  private static let floor: Float = 0.05

  /// The inputs by name, for the fit and for whoever asks why.
  static let inputs: [String] =
    (0..<6).map { "on/half band \($0)" } + (0..<3).map { "before/after group \($0)" }
    + (0..<3).flatMap { group in lags.map { "alternation \($0) group \(group)" } }
    + ["change on/half"] + lags.map { "change alternation \($0)" }
    + ["low with mid 0", "low with mid 1", "low with high 0", "low with high 1"]

  /// The likelier of the beats and those half a beat later.
  static func settle(_ beats: [Double], onsets: OnsetStrength) -> BeatProfile {
    let own = BeatProfile(beats, onsets: onsets)
    let other = BeatProfile(offbeats(beats), onsets: onsets)
    let score = zip(BeatPhaseWeights.values, inputs(own, other)).reduce(0) { $0 + $1.0 * $1.1 }
    return score >= 0 ? own : other
  }

  static func offbeats(_ beats: [Double]) -> [Double] {
    zip(beats, beats.dropFirst()).map { 0.5 * ($0 + $1) }
  }

  /// What speaks for `beats` against `other`.
  static func inputs(_ beats: BeatProfile, _ other: BeatProfile) -> [Double] {
    zip(half(beats), half(other)).map { $0 - $1 }
  }

  private static func half(_ profile: BeatProfile) -> [Double] {
    var values: [Double] = []
    for band in 0..<6 { values.append(level(profile.row(band..<band + 1, division: 0))) }
    for group in OnsetStrength.registers {
      values.append(
        level(profile.row(group, division: 3)) - level(profile.row(group, division: 9)))
    }
    let rows = OnsetStrength.registers.map {
      profile.row($0, division: 0).map(BarInputs.compress)
    }
    for row in rows { values += lags.map { correlation(row, row, lag: $0) } }
    values.append(.log(1e-3 + Double(Statistics.mean(profile.change) ?? 0)))
    values += lags.map { correlation(profile.change, profile.change, lag: $0) }
    for high in rows.dropFirst() {
      values.append(correlation(rows[0], high, lag: 0))
      values.append(correlation(rows[0], high, lag: 1))
    }
    return values
  }

  private static func level(_ row: [Float]) -> Double {
    Double(.log(floor + (Statistics.mean(row) ?? 0)))
  }

  /// Correlation of `a` with `b` `lag` beats later; 0 for too few beats.
  private static func correlation(_ a: [Float], _ b: [Float], lag: Int) -> Double {
    guard a.count > lag + 3 else { return 0 }
    return Double(
      Statistics.correlation(Array(a.prefix(a.count - lag)), Array(b.suffix(b.count - lag))))
  }
}
