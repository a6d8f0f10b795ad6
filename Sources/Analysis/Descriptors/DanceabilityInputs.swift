import RealModule

/// What danceability is computed from: how clear, low and even the pulse is, and how fast.
enum DanceabilityInputs {
  /// How far the strongest tempo stands out, ln of maximum over mean; 0 without a pulse.
  static func pulseClarity(_ features: TrackFeatures) -> Double {
    .log(max(1, Double(features.pulseClarity)))
  }

  /// The same in the lowest band alone, below 100 Hz, where the bass drum is.
  static func lowPulse(_ features: TrackFeatures) -> Double {
    features.tempogram.first.map(sharpness) ?? 0
  }

  /// Share of the spectrum's magnitude below 120 Hz, ln; at least −9.2.
  static func bassShare(_ features: TrackFeatures) -> Double {
    .log(max(1e-4, Double(features.spectralShape[3])))
  }

  /// Share of the tempogram near 118 beats a minute, under a Gaussian of 0.45 octaves: where dance
  /// music lies.
  ///
  /// It weighs all readings of the pulse, so it does not jump with the octave decision.
  static func tempoFit(_ features: TrackFeatures) -> Double {
    var sum = 0.0
    var near = 0.0
    for row in features.tempogram {
      for (value, weight) in zip(row, preference) {
        sum += Double(value)
        near += Double(value) * weight
      }
    }
    return sum > 0 ? near / sum : 0
  }

  /// ln of maximum over mean of a tempogram row, whose maximum is 1; 0 for a row without a pulse.
  static func sharpness(_ row: [Float]) -> Double {
    let sum = row.reduce(0) { $0 + Double($1) }
    return sum > 0 ? .log(max(1, Double(row.count) / sum)) : 0
  }

  private static let preference: [Double] = TempoAxis.tempi.map { tempo in
    let distance = Double.log2(tempo / 118) / 0.45
    return .exp(-0.5 * distance * distance)
  }
}
