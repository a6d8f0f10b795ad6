/// A perceptual estimate: a value from 0 to 1, and how far to trust it.
public struct Descriptor: Sendable, Equatable, Codable {
  public var value: Double
  public var confidence: Double

  public init(value: Double, confidence: Double) {
    self.value = value
    self.confidence = confidence
  }
}

/// The perceptual estimates of a track; nil where there is no answer.
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
  init(of analysis: TrackAnalysis) { self.init() }
}
