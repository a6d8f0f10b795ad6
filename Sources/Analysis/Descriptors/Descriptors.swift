/// The perceptual estimates of a track; nil where there is no answer.
///
/// Silence has none. Acousticness, instrumentalness, speechiness and liveness have no model yet, and
/// none is made up.
public struct Descriptors: Sendable, Equatable, Codable {
  /// Intensity and activity.
  public var energy: Descriptor?
  /// How well it suits dancing.
  public var danceability: Descriptor?
  /// Musical positiveness.
  public var valence: Descriptor?

  public init() {}
}

extension Descriptors {
  init(of analysis: TrackAnalysis) {
    self.init()
    guard !analysis.isSilent, let features = analysis.features else { return }
    let estimate = { (model: DescriptorModel) in
      model.estimate(of: features, tempo: analysis.tempo, duration: analysis.duration).descriptor
    }
    energy = estimate(DescriptorTables.energy)
    danceability = estimate(DescriptorTables.danceability)
    // Without any pitch there is no mode to hear.
    if features.chromaMean.contains(where: { $0 > 0 }) {
      valence = estimate(DescriptorTables.valence)
    }
  }
}
