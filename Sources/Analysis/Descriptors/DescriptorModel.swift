import RealModule

/// A monotone additive model of a perceptual quality.
///
/// The score is Σ wⱼ·zⱼ over robust z-scores zⱼ = (xⱼ − median) / (1.4826·MAD), each within ±3; a table
/// of quantiles turns it into a value from 0 to 1. More of an input always moves the value the same way.
struct DescriptorModel: Sendable {
  struct Term: Sendable {
    let input: DescriptorInput
    /// Negative where the input lowers the value; the magnitudes of all terms add up to 1.
    let weight: Double
    let center: Double
    let scale: Double

    init(_ input: DescriptorInput, weight: Double, center: Double, scale: Double) {
      self.input = input
      self.weight = weight
      self.center = center
      self.scale = scale
    }
  }

  let terms: [Term]
  /// The table's knots, rising: a score and the value it stands for.
  let scores: [Double]
  let values: [Double]
  /// How well the ranking of tracks is known to be right, 0…1; see `docs/descriptors.md`.
  let validity: Double

  /// z-scores beyond say no more: one odd input does not decide alone.
  private static let clip = 3.0
  /// A z-score as far out as this has nothing to do with the reference any more.
  private static let strange = 6.0
  /// Seconds of music at which half of the confidence is there.
  ///
  /// chosen: 30 s excerpts, on which the models were validated, keep three quarters.
  private static let halfTrust = 10.0

  /// The value of a track whose inputs are all at their medians.
  var typical: Double { value(score: 0) }

  func estimate(
    of features: TrackFeatures, tempo: TempoEstimate?, duration: Double
  ) -> Descriptor {
    var familiarity = 0.0
    let parts = terms.map { term in
      let z = (term.input.value(of: features, tempo: tempo) - term.center) / term.scale
      let excess = (abs(z) - Self.clip) / (Self.strange - Self.clip)
      familiarity += abs(term.weight) * (1 - min(max(excess, 0), 1))
      return term.weight * min(max(z, -Self.clip), Self.clip)
    }
    let score = parts.reduce(0, +)
    let value = value(score: score)
    let slope = slope(to: score)
    let contributions = zip(terms, parts).map {
      Descriptor.Contribution(input: $0.input.name, amount: $1 * slope)
    }
    return Descriptor(
      value: value, confidence: validity * familiarity * duration / (duration + Self.halfTrust),
      percentile: percentile(score: score), base: typical,
      contributions: contributions.sorted { abs($0.amount) > abs($1.amount) })
  }

  /// What a unit of score is worth between a typical track and one of this `score`: the secant of the table, so
  /// that contributions keep their proportions and add up exactly.
  private func slope(to score: Double) -> Double {
    // Around 0 the secant becomes the table's own slope.
    let reach = abs(score) > 1e-6 ? score : 1e-6
    return (value(score: reach) - typical) / reach
  }

  /// Percent of the reference below each knot: finer where the public marginals have their tails.
  ///
  /// Those of `Evaluation/fit_descriptors.py`; beyond the reference it runs out to 0 and 100.
  static let percents: [Double] = [
    0, 1, 2, 4, 7, 12, 20, 30, 40, 50, 60, 70, 80, 88, 93, 96, 98, 99, 100,
  ]

  /// Percent of the reference that lie below `score`.
  func percentile(score: Double) -> Double {
    Self.interpolated(score, from: scores, to: Self.percents)
  }

  /// Linear between the knots, level beyond them.
  func value(score: Double) -> Double { Self.interpolated(score, from: scores, to: values) }

  private static func interpolated(
    _ score: Double, from scores: [Double], to values: [Double]
  ) -> Double {
    guard let above = scores.firstIndex(where: { $0 >= score }) else {
      return values[values.count - 1]
    }
    guard above > 0 else { return values[0] }
    let share = (score - scores[above - 1]) / (scores[above] - scores[above - 1])
    return values[above - 1] + share * (values[above] - values[above - 1])
  }
}
