import RealModule

/// What danceability is computed from: how clear, low and even the pulse is.
enum DanceabilityInputs {
  /// How far the strongest tempo stands out in the lowest band, below 100 Hz, where the bass drum is: ln of
  /// maximum over mean; 0 without a pulse.
  static func lowPulse(_ features: TrackFeatures) -> Double {
    features.tempogram.first.map(sharpness) ?? 0
  }

  /// Share of the spectrum's magnitude below 120 Hz, ln; at least −9.2.
  static func bassShare(_ features: TrackFeatures) -> Double {
    .log(max(1e-4, Double(features.spectralShape[3])))
  }

  /// Deviation of cepstral coefficient 2 over time: how far the outer bands and the middle take turns, as drum
  /// hits and chords do.
  static func bandAlternation(_ features: TrackFeatures) -> Double {
    let variance = features.timbreCovariance[secondCoefficient]
    return Double(max(0, variance)).squareRoot()
  }

  /// Where coefficient 2's own variance lies in the upper triangle of 25 × 25, row by row.
  private static let secondCoefficient = 25 + 24

  /// How clear the pulse is in each band by itself: the mean sharpness of the tempogram's rows.
  static func bandPulse(_ features: TrackFeatures) -> Double {
    let sharpness = features.tempogram.map(Self.sharpness)
    return sharpness.reduce(0, +) / Double(max(1, sharpness.count))
  }

  /// ln of maximum over mean of a tempogram row, whose maximum is 1; 0 for a row without a pulse.
  static func sharpness(_ row: [Float]) -> Double {
    let sum = row.reduce(0) { $0 + Double($1) }
    return sum > 0 ? .log(max(1, Double(row.count) / sum)) : 0
  }
}
