public import Analysis

/// A track's raw numbers, family by family, before they are scaled to a collection and condensed.
///
/// The one implementation of what the families hold: the program condenses these into an
/// `Embedding`, and `Evaluation/fit_space.py` fits the space to them.
public struct FamilyVectors: Sendable, Equatable, Codable {
  /// 380 numbers; see `TimbreVector`.
  public var timbre: [Float]
  /// 150 numbers; see `RhythmVector`.
  public var rhythm: [Float]
  /// 37 numbers; see `TonalityVector`.
  public var tonality: [Float]
  /// 4 numbers, decibels; see `DynamicsVector`.
  public var dynamics: [Float]

  /// The families of `analysis`; nil for silence, which sounds like nothing.
  ///
  /// - Throws: `malformedFeatures` or `featuresNotFinite`, with the family.
  public init?(of analysis: TrackAnalysis) throws(SimilarityError) {
    guard !analysis.isSilent, let features = analysis.features else { return nil }
    try self.init(
      features, tempo: analysis.tempo?.bpm, key: analysis.key?.key, loudness: analysis.loudness)
  }

  /// The families of one track.
  ///
  /// - Parameters:
  ///   - features: as they are stored.
  ///   - tempo: beats a minute; nil where there is no pulse.
  ///   - key: nil where there is no tonal centre.
  ///   - loudness: with an integrated loudness; silence has none.
  /// - Throws: `malformedFeatures` or `featuresNotFinite`, with the family.
  public init(
    _ features: TrackFeatures, tempo: Double?, key: Key?, loudness: Loudness
  ) throws(SimilarityError) {
    let scalars = [features.pulseClarity, features.beatStrength, features.flux]
    let cepstra = features.timbreMean + features.timbreCovariance + features.timbreChange
    timbre = try Self.checked(.timbre, cepstra) { TimbreVector.vector(features) }
    rhythm = try Self.checked(.rhythm, scalars) { RhythmVector.vector(features, tempo: tempo) }
    tonality = try Self.checked(.tonality, []) { TonalityVector.vector(features, key: key) }
    dynamics = try Self.checked(.dynamics, []) { DynamicsVector.vector(loudness) }
  }

  /// The numbers of one family.
  public subscript(family: FeatureFamily) -> [Float] {
    switch family {
    case .timbre: timbre
    case .rhythm: rhythm
    case .tonality: tonality
    case .dynamics: dynamics
    }
  }

  /// What `kernel` makes of finite `inputs` (those it could not pass on as they are): nil there
  /// means that something has the wrong shape.
  private static func checked(
    _ family: FeatureFamily, _ inputs: [Float], _ kernel: () -> [Float]?
  ) throws(SimilarityError) -> [Float] {
    guard inputs.allSatisfy(\.isFinite) else { throw .featuresNotFinite(family) }
    guard let vector = kernel() else { throw .malformedFeatures(family) }
    guard vector.allSatisfy(\.isFinite) else { throw .featuresNotFinite(family) }
    return vector
  }
}
