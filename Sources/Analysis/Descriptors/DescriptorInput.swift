/// What the descriptors are computed from.
///
/// None depends on the file's gain: spectra are brought to one loudness before they are compressed, and
/// shares, ratios and correlations have no level. Absolute loudness is left out for that reason, and the
/// ratio of peak to loudness because lossy coding moves it by more than music differs
/// (`docs/descriptors.md`).
enum DescriptorInput: String, Sendable, CaseIterable {
  // How much happens, how fast, how bright and how dense.
  case onsetStrength, spectralMotion, fullness, highShare, pace
  // The beat, and what lies on it.
  case beatSteadiness, lowPulse, bandPulse, bassShare, bandAlternation, harmonicChange
  // Valence.
  case majorness, keyClarity
  // Voices and audience.
  case voicePresence, voiceMean, speechMean, crowdPresence, crowdMean
  // The surface of the sound.
  case dynamics, trebleShare, bottomShare, partialWobble, floorNoise

  /// In words, as "pulse clarity".
  var name: String {
    rawValue.reduce(into: "") { words, letter in
      words += letter.isUppercase ? " " + letter.lowercased() : String(letter)
    }
  }

  /// The input of a track, in its own unit; always a number, 0 where the track has none.
  func value(of features: TrackFeatures, tempo: TempoEstimate?) -> Double {
    switch self {
    case .onsetStrength: EnergyInputs.onsetStrength(features)
    case .spectralMotion: EnergyInputs.spectralMotion(features)
    case .fullness: EnergyInputs.fullness(features)
    case .highShare: EnergyInputs.highShare(features)
    case .pace: EnergyInputs.pace(features)
    case .beatSteadiness: tempo?.stability ?? 0
    case .lowPulse: DanceabilityInputs.lowPulse(features)
    case .majorness: ValenceInputs.majorness(features)
    case .keyClarity: ValenceInputs.keyClarity(features)
    case .bandPulse: DanceabilityInputs.bandPulse(features)
    case .bassShare: DanceabilityInputs.bassShare(features)
    case .bandAlternation: DanceabilityInputs.bandAlternation(features)
    case .harmonicChange: Double(features.harmonicChange)
    default: features.voices.map(value) ?? 0
    }
  }

  private func value(of voices: VoiceFeatures) -> Double {
    switch self {
    case .voicePresence: voices.voicePresence
    case .voiceMean: voices.voiceMean
    case .speechMean: voices.speechMean
    case .crowdPresence: voices.crowdPresence
    case .crowdMean: voices.crowdMean
    case .dynamics: Double(voices.texture.dynamics)
    case .trebleShare: Double(voices.texture.treble)
    case .bottomShare: Double(voices.texture.bottom)
    case .partialWobble: Double(voices.texture.wobble)
    case .floorNoise: Double(voices.texture.floorFlatness)
    default: 0
    }
  }
}
