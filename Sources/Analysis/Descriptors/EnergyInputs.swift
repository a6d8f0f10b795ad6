import RealModule

/// What energy is computed from: how much happens, how fast, how bright and how dense.
enum EnergyInputs {
  /// Mean spectral flux a frame at the reference loudness: how much begins.
  static func onsetStrength(_ features: TrackFeatures) -> Double { Double(features.flux) }

  /// Root mean square change of the cepstral coefficients 1 to 12 from frame to frame (20 ms): how fast
  /// the spectrum's shape moves.
  static func spectralMotion(_ features: TrackFeatures) -> Double {
    features.timbreChange[1...12].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// Share of the spectrum's magnitude above 2 kHz, 0…1: cymbals, distortion, bright strings.
  static func highShare(_ features: TrackFeatures) -> Double { Double(features.spectralShape[2]) }

  /// Mean of cepstral coefficient 0: at one loudness, the more bands sound at once, the higher.
  static func fullness(_ features: TrackFeatures) -> Double { Double(features.timbreMean[0]) }

  /// Where the track's pulses lie, log₂ of beats a minute: the centre of the tempogram's last row.
  ///
  /// Unlike the tempo it does not jump by an octave.
  static func pace(_ features: TrackFeatures) -> Double {
    guard let row = features.tempogram.last else { return stillness }
    var sum = 0.0
    var moment = 0.0
    for (value, tempo) in zip(row, TempoAxis.tempi) {
      sum += Double(value)
      moment += Double(value) * .log2(tempo)
    }
    return sum > 0 ? moment / sum : stillness
  }

  /// The pace of music without any pulse.
  ///
  /// chosen: one beat a second, in the lowest tenth of the corpus.
  private static let stillness = Double.log2(60)
}
