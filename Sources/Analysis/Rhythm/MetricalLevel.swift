import RealModule

/// The octave decision: which of the metrically related tempi is *the* tempo.
///
/// A pulse of 85 is also one of 170 and of 42.5; the tempogram sees all three. Each candidate's score is its
/// strength in the product tempogram times a log-normal prior over tempi (Ellis, "Beat Tracking by Dynamic
/// Programming", JNMR 36(1), 2007, §3.2: listeners' tapping prefers the region around 120).
struct MetricalLevel {
  /// Centre of the prior, beats a minute, and its width in octaves (Ellis 2007: 120 and 0.9 to 1.4).
  static let priorCenter = 120.0
  static let priorWidth = 0.9
  /// Ratios between metrical levels that listeners and annotators confuse: duple, triple, and dotted.
  private static let ratios: [Double] = [
    1.0 / 3, 1.0 / 2, 2.0 / 3, 3.0 / 4, 1, 4.0 / 3, 3.0 / 2, 2, 3,
  ]
  /// Beats a minute.
  private static let range = 35.0...260.0
  /// A second pulse counts as independent when it is this far from every ratio of the first (relative).
  private static let separation = 0.08

  struct Candidate {
    var tempo: Double
    var score: Double
  }

  /// The candidates for a track, best first; empty where nothing pulses.
  static func candidates(_ tempogram: Tempogram) -> [Candidate] {
    let pulse = tempogram.pulse
    guard tempogram.weight > 0, let top = pulse.max(), top > 0 else { return [] }
    let scores = TempoAxis.tempi.indices.map { i in
      Double(pulse[i] / top) * prior(TempoAxis.tempi[i])
    }
    guard let base = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return [] }
    var candidates: [Candidate] = []
    func add(_ tempo: Double) {
      guard range.contains(tempo) else { return }
      let refined = peak(of: pulse, near: tempo)
      let isKnown = candidates.contains { abs($0.tempo / refined - 1) < 0.04 }
      if isKnown { return }
      let strength = Double(TempoAxis.sample(pulse, at: refined) / top)
      candidates.append(Candidate(tempo: refined, score: strength * prior(refined)))
    }
    let baseTempo = TempoAxis.tempi[base]
    for ratio in [1] + ratios { add(baseTempo * ratio) }
    if let second = independentPeak(scores, from: baseTempo) { add(second) }
    return candidates.sorted { $0.score > $1.score }
  }

  static func prior(_ tempo: Double) -> Double {
    let distance = Double.log2(tempo / priorCenter) / priorWidth
    return .exp(-0.5 * distance * distance)
  }

  /// The tempo of the largest value within one bin and a half (2 %) of `tempo`, by parabola.
  private static func peak(of curve: [Float], near tempo: Double) -> Double {
    let position = TempoAxis.position(of: tempo)
    let low = max(1, Int(position - 1.5))
    let high = min(TempoAxis.count - 2, Int(position + 2.5))
    guard low <= high, let k = (low...high).max(by: { curve[$0] < curve[$1] }) else { return tempo }
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
