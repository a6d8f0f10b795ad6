import DSP
import RealModule

/// The key decision: which of the 24 keys fits what sounds best.
///
/// A linear model of `KeyInputs` with one set of weights for major and one for minor, turned to each tonic: it
/// contains every method of key profiles (Krumhansl, Cognitive Foundations of Musical Pitch, 1990, ch. 4), and
/// a transposed piece gets the transposed key by construction. Its weights come from `Evaluation/fit_key.py`.
///
/// A single chroma, where that is all there is, is held against three profiles instead.
enum KeyClassifier {
  /// Chroma values below this share of the largest are noise to the gated profile.
  ///
  /// Faraldo, Gómez, Jordà and Herrera, ECIR 2016, §3.2.
  private static let gate: Float = 0.2
  /// Turns a difference of correlations into odds.
  ///
  /// measured: `Evaluation/`, the value at which confidence and accuracy agree on the development
  /// corpus.
  private static let sharpness = 14.0

  /// Audible frames, 4 s: a shorter sound is too little to be sure of a key.
  ///
  /// chosen: two bars at a brisk tempo; a chord or a click alone is in many keys.
  private static let fullEvidence = 20.0

  /// Nil where nothing tonal sounds.
  static func estimate(_ tonal: TonalSummary) -> KeyEstimate? {
    guard let odds = probabilities(tonal.pitches, in: 0..<tonal.pitches.count),
      let chroma = tonal.chroma
    else { return nil }
    let amount = min(1, Double(tonal.pitches.count) / fullEvidence)
    return estimate(
      odds, clarity: amount * variety(of: chroma) * contrast(of: chroma),
      tuning: tonal.tuning.cents)
  }

  /// 0…1: whether there are enough pitches to tell keys apart.
  ///
  /// The effective number of pitches is one over the sum of their squared shares. measured: a single tone with
  /// overtones has below 3; 95 % of the development corpus has above 7.6 (2026-11-21).
  private static func variety(of chroma: [Float]) -> Double {
    let sum = Double(chroma.reduce(0, +))
    guard sum > 0 else { return 0 }
    let squares = chroma.reduce(0.0) { $0 + Double($1) * Double($1) } / (sum * sum)
    return min(1, max(0, (1 / squares - 2) / 3))
  }

  /// How likely each of `Key.all` is for a range of frames' positions, adding up to 1; nil where nothing tonal
  /// sounds.
  static func probabilities(_ frames: PitchFrames, in range: Range<Int>) -> [Double]? {
    guard let rows = KeyInputs.rows(of: frames, in: range) else { return nil }
    let scores = Key.all.map { KeyWeights.sharpness * score(of: $0, rows) }
    let top = scores.max() ?? 0
    let odds = scores.map { Double.exp($0 - top) }
    let total = odds.reduce(0, +)
    return odds.map { $0 / total }
  }

  private static func score(of key: Key, _ rows: [[Float]]) -> Double {
    let weights = key.mode == .major ? KeyWeights.major : KeyWeights.minor
    let size = Chroma.pitches
    var sum = key.mode == .major ? 0 : KeyWeights.minorBias
    for (index, row) in rows.enumerated() {
      for degree in 0..<size {
        sum +=
          weights[index * size + degree] * Double(row[(degree + key.tonic.rawValue) % size])
      }
    }
    return sum
  }

  private static func estimate(
    _ odds: [Double], clarity: Double, tuning: Double
  ) -> KeyEstimate {
    let ranked = zip(Key.all, odds).sorted { $0.1 > $1.1 }
    return KeyEstimate(
      key: ranked[0].0, confidence: clarity * ranked[0].1, tuning: tuning,
      alternatives: ranked[1...3].map { .init(key: $0.0, confidence: clarity * $0.1) })
  }

  /// How likely each of `Key.all` is, given one value a pitch class, C first, the largest 1; adding up to less
  /// than 1 where no key is clear.
  static func confidences(of chroma: [Float]) -> [Double] {
    let scores = Key.all.map { Double(correlation(of: chroma, with: $0)) }
    let best = scores.max() ?? 0
    let odds = scores.map { Double.exp(sharpness * ($0 - best)) }
    let total = odds.reduce(0, +)
    // A chroma that fits no key well is no key's, however alone the best one stands.
    let clarity = min(1, max(0, best / 0.6)) * contrast(of: chroma)
    return odds.map { clarity * $0 / total }
  }

  /// 0…1: how much more some pitches sound than others.
  ///
  /// Correlation has no scale: the small irregularities of noise fit some key as well as music does.
  /// measured: deviation over mean of the chroma is 0.07 to 0.2 for white and brown noise of 10 to 60 s, and
  /// above 0.23 for 95 % of the development corpus (2026-11-21).
  private static func contrast(of chroma: [Float]) -> Double {
    guard let mean = Statistics.mean(chroma), mean > 0,
      let deviation = Statistics.standardDeviation(chroma)
    else { return 0 }
    let share = Double(deviation / mean) / 0.3
    return min(1, share * share)
  }

  /// The best correlation with any key of a mode; 0 where nothing tonal sounds.
  static func bestCorrelation(_ tonal: TonalSummary, mode: Mode) -> Float {
    guard let chroma = tonal.chroma else { return 0 }
    return PitchClass.allCases.map { correlation(of: chroma, with: Key(tonic: $0, mode: mode)) }
      .max() ?? 0
  }

  private static func correlation(of chroma: [Float], with key: Key) -> Float {
    let gated = chroma.map { $0 < gate ? 0 : $0 }
    return
      (Statistics.correlation(gated, rotated(.bgate, to: key))
      + Statistics.correlation(chroma, rotated(.keyFinder, to: key))
      + Statistics.correlation(chroma, rotated(.temperley, to: key))) / 3
  }

  private static func rotated(_ profile: KeyProfile, to key: Key) -> [Float] {
    let degrees = key.mode == .major ? profile.major : profile.minor
    return (0..<12).map { degrees[($0 - key.tonic.rawValue + 12) % 12] }
  }
}
