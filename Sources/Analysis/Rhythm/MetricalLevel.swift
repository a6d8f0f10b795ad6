import RealModule

/// The octave decision: which of the metrically related tempi is *the* tempo.
///
/// A pulse of 85 is also one of 170 and of 42.5; the tempogram sees all three. Each reading is scored by a
/// small network over how strongly the track pulses at it and at its multiples and fractions, how far it lies
/// from 120, how bright and busy the music is (a fast reading fits bright, busy music), how clearly its beats
/// fall into bars, whether anything sounds on them, where the harmony changes, and what is played within a
/// beat (`ReadingBeats`). The weights are fitted by softmax over the readings of a track (listwise ranking), so the
/// scores turn into probabilities.
/// The idea is that of Schreiber and Müller, "A Post-Processing Procedure for Improving Music Tempo Estimates
/// Using Supervised Learning", ISMIR 2017; what a linear model of the same inputs loses is in `docs/rhythm.md`.
enum MetricalLevel {
  /// What colours the decision beside the pulse itself.
  struct Style {
    /// Mean centroid, flatness, share above 2 kHz, share below 120 Hz: `TrackFeatures.spectralShape`.
    var shape: [Double]
    /// Mean onset strength.
    var flux: Double
  }

  /// Centre, beats a minute, and width, octaves, of the log-normal prior that finds the base pulse, from
  /// which the readings are derived (Ellis, "Beat Tracking by Dynamic Programming", JNMR 36(1), 2007, §3.2).
  private static let priorCenter = 120.0
  private static let priorWidth = 0.9
  /// Ratios between metrical levels that listeners and annotators confuse: duple, triple, and dotted.
  private static let ratios: [Double] = [
    1.0 / 3, 1.0 / 2, 2.0 / 3, 3.0 / 4, 1, 4.0 / 3, 3.0 / 2, 2, 3,
  ]
  /// Beats a minute.
  private static let range = 35.0...260.0
  /// A second pulse counts as independent when it is this far from every ratio of the first (relative).
  private static let separation = 0.08

  /// The multiples of a reading at which the pulse is looked at.
  private static let multiples: [Double] = [
    1.0 / 4, 1.0 / 3, 1.0 / 2, 2.0 / 3, 3.0 / 4, 1, 4.0 / 3, 3.0 / 2, 2, 3, 4,
  ]
  /// Keeps the logarithm of an absent pulse finite.
  ///
  /// chosen: two hundredths of the strongest.
  private static let floor = 0.02

  /// The names of the inputs, for the fit and for whoever asks why.
  static let inputs: [String] =
    ["octaves", "octavesSquared", "octavesAway"]
    + ["1/4", "1/3", "1/2", "2/3", "3/4", "1", "4/3", "3/2", "2", "3", "4"].map { "pulse×\($0)" }
    + ["octaves·centroid", "octaves·flatness", "octaves·high", "octaves·low"]
    + ["octaves·flux", "octavesSquared·flux"]
    + ReadingBeats.inputs

  /// The probability of each reading, in their order.
  static func probabilities(of readings: [MetricalReading]) -> [Double] {
    let scores = readings.map { score($0.inputs) }
    guard let best = scores.max() else { return [] }
    let odds = scores.map { Double.exp(MetricalLevelWeights.sharpness * ($0 - best)) }
    let total = odds.reduce(0, +)
    return odds.map { $0 / total }
  }

  /// A linear part and a layer of hidden units.
  private static func score(_ inputs: [Double]) -> Double {
    typealias Weights = MetricalLevelWeights
    var score = dot(Weights.linear, inputs, from: 0)
    for (unit, output) in Weights.outputs.enumerated() {
      let sum = Weights.biases[unit] + dot(Weights.hidden, inputs, from: unit * inputs.count)
      score += output * Double.tanh(sum)
    }
    return score
  }

  private static func dot(_ weights: [Double], _ inputs: [Double], from first: Int) -> Double {
    var sum = 0.0
    for i in inputs.indices { sum += weights[first + i] * inputs[i] }
    return sum
  }

  /// All readings, with what tempogram and style say of each: `inputs` without those of `ReadingBeats`.
  static func readings(_ tempogram: Tempogram, style: Style) -> [MetricalReading] {
    let pulse = tempogram.pulse
    guard tempogram.weight > 0, let top = pulse.max(), top > 0 else { return [] }
    let relative = pulse.map { $0 / top }
    return tempi(relative).map { tempo in
      MetricalReading(bpm: tempo, inputs: inputs(of: tempo, pulse: relative, style: style))
    }
  }

  private static func inputs(of tempo: Double, pulse: [Float], style: Style) -> [Double] {
    let octaves = Double.log2(tempo / priorCenter)
    let busyness = Double.log(style.flux + 1e-3)
    return [octaves, octaves * octaves, abs(octaves)]
      + multiples.map { .log(floor + Double(TempoAxis.sample(pulse, at: tempo * $0))) }
      + style.shape.map { octaves * $0 }
      + [octaves * busyness, octaves * octaves * busyness]
  }

  /// The base pulse, its metrical relatives, and the strongest pulse that is none of them.
  private static func tempi(_ pulse: [Float]) -> [Double] {
    let scores = TempoAxis.tempi.indices.map { i in
      Double(pulse[i]) * prior(TempoAxis.tempi[i])
    }
    guard let base = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return [] }
    let baseTempo = TempoAxis.tempi[base]
    var wanted = ([1] + ratios).map { baseTempo * $0 }
    if let second = independentPeak(scores, from: baseTempo) { wanted.append(second) }
    var tempi: [Double] = []
    for tempo in wanted where range.contains(tempo) {
      let refined = peak(of: pulse, near: tempo)
      let isKnown = tempi.contains { abs($0 / refined - 1) < TempoAxis.sameness }
      if !isKnown { tempi.append(refined) }
    }
    return tempi
  }

  private static func prior(_ tempo: Double) -> Double {
    let distance = Double.log2(tempo / priorCenter) / priorWidth
    return .exp(-0.5 * distance * distance)
  }

  /// The tempo of the largest value within one bin and a half (2 %) of `tempo`, by parabola; `tempo` itself
  /// where the curve has no peak there.
  private static func peak(of curve: [Float], near tempo: Double) -> Double {
    let position = TempoAxis.position(of: tempo)
    let low = max(1, Int(position - 1.5))
    let high = min(TempoAxis.count - 2, Int(position + 2.5))
    guard low <= high, let k = (low...high).max(by: { curve[$0] < curve[$1] }) else { return tempo }
    guard curve[k] >= curve[k - 1], curve[k] >= curve[k + 1] else { return tempo }
    let curvature = curve[k - 1] - 2 * curve[k] + curve[k + 1]
    let offset = curvature < 0 ? 0.5 * (curve[k - 1] - curve[k + 1]) / curvature : 0
    guard abs(offset) <= 1 else { return tempo }
    let bin = Double(k) + Double(offset)
    return TempoAxis.lowest * .exp2(bin / Double(TempoAxis.binsPerOctave))
  }

  /// The strongest local maximum that is no metrical relative of `tempo`.
  private static func independentPeak(_ scores: [Double], from tempo: Double) -> Double? {
    let peaks = (1..<scores.count - 1).filter { k in
      scores[k] > scores[k - 1] && scores[k] >= scores[k + 1]
        && ratios.allSatisfy { abs(TempoAxis.tempi[k] / (tempo * $0) - 1) > separation }
    }
    return peaks.max { scores[$0] < scores[$1] }.map { TempoAxis.tempi[$0] }
  }
}
