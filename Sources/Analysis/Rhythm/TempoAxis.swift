import RealModule

/// The tempi at which a tempogram is sampled: 30 to 480 beats a minute, 48 to the octave (1.45 % apart).
package enum TempoAxis {
  package static let lowest = 30.0
  package static let binsPerOctave = 48
  package static let count = 4 * binsPerOctave

  package static let tempi: [Double] = (0..<count).map {
    lowest * .exp2(Double($0) / Double(binsPerOctave))
  }

  /// The levels of one metre: halves, thirds and quarters, doubles, triples and quadruples, two against three.
  static let levels: [Double] = [1.0 / 4, 1.0 / 3, 1.0 / 2, 2.0 / 3, 1, 3.0 / 2, 2, 3, 4]

  /// Tempi this near are one (relative): the tolerance of the accuracy measures (Gouyon et al., "An Experimental
  /// Comparison of Audio Tempo Induction Algorithms", IEEE TASLP 14(5), 2006, §III-C).
  static let sameness = 0.04

  /// The (fractional) bin of a tempo; outside 0 ..< count beyond the axis.
  package static func position(of tempo: Double) -> Double {
    Double(binsPerOctave) * .log2(tempo / lowest)
  }

  /// The value of `curve` at a tempo, interpolated; 0 beyond the axis.
  static func sample(_ curve: [Float], at tempo: Double) -> Float {
    let position = position(of: tempo)
    guard position >= 0, position <= Double(count - 1) else { return 0 }
    let below = min(Int(position), count - 2)
    let share = Float(position - Double(below))
    return curve[below] * (1 - share) + curve[below + 1] * share
  }
}
