/// The perceptual estimates of a track; nil where there is no answer, as for silence.
public struct Descriptors: Sendable, Equatable, Codable {
  /// Intensity and activity.
  public var energy: Descriptor?
  /// How well it suits dancing.
  public var danceability: Descriptor?
  /// Musical positiveness.
  public var valence: Descriptor?
  /// How surely it is played on acoustic instruments.
  public var acousticness: Descriptor?
  /// How surely nobody sings or speaks.
  public var instrumentalness: Descriptor?
  /// How much of it is spoken: above 0.66 all, below 0.33 none.
  public var speechiness: Descriptor?
  /// How surely an audience is present.
  public var liveness: Descriptor?

  public init() {}
}

extension Descriptors {
  init(of analysis: TrackAnalysis) {
    self.init()
    guard !analysis.isSilent, let features = analysis.features else { return }
    let estimate = { (model: DescriptorModel) in
      model.estimate(of: features, tempo: analysis.tempo, duration: analysis.duration)
    }
    energy = estimate(DescriptorTables.energy)
    danceability = estimate(DescriptorTables.danceability)
    // Without any pitch there is no mode to hear.
    if features.chromaMean.contains(where: { $0 > 0 }) {
      valence = estimate(DescriptorTables.valence)
    }
    // Less than a second is no voice and no room.
    guard features.voices != nil else { return }
    acousticness = estimate(DescriptorTables.acousticness)
    instrumentalness = estimate(DescriptorTables.instrumentalness)
    speechiness = estimate(DescriptorTables.speechiness)
    liveness = estimate(DescriptorTables.liveness)
  }
}
