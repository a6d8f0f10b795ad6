/// What the descriptors are computed from.
///
/// None depends on the file's gain: spectra are brought to one loudness before they are compressed, and
/// shares, ratios and correlations have no level. Absolute loudness is left out for that reason, and the
/// ratio of peak to loudness because lossy coding moves it by more than music differs
/// (`docs/descriptors.md`).
enum DescriptorInput: String, Sendable, CaseIterable {
  // Energy.
  case onsetStrength, spectralMotion, brightness, fullness, pace
  // Danceability.
  case pulseClarity, beatSteadiness, lowPulse, beatStrength, tempoFit
  // Valence.
  case majorness, keyClarity, bandPulse
  // Danceability and valence.
  case bassShare

  /// The input of a track, in its own unit; always a number.
  func value(of features: TrackFeatures, tempo: TempoEstimate?) -> Double {
    switch self {
    case .onsetStrength: EnergyInputs.onsetStrength(features)
    case .spectralMotion: EnergyInputs.spectralMotion(features)
    case .brightness: EnergyInputs.brightness(features)
    case .fullness: EnergyInputs.fullness(features)
    case .pace: EnergyInputs.pace(features)
    case .pulseClarity: DanceabilityInputs.pulseClarity(features)
    case .beatSteadiness: tempo?.stability ?? 0
    case .lowPulse: DanceabilityInputs.lowPulse(features)
    case .beatStrength: Double(features.beatStrength)
    case .tempoFit: DanceabilityInputs.tempoFit(features)
    case .majorness: ValenceInputs.majorness(features)
    case .keyClarity: ValenceInputs.keyClarity(features)
    case .bandPulse: ValenceInputs.bandPulse(features)
    case .bassShare: DanceabilityInputs.bassShare(features)
    }
  }
}
