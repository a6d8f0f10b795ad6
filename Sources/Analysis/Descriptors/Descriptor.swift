/// A perceptual estimate: a value from 0 to 1, and how far to trust it.
public struct Descriptor: Sendable, Equatable, Codable {
  /// 0…1, spread over the reference corpus like the public Web API's values over its catalogue.
  public var value: Double
  /// 0…1: how well the model ranks music at all, less where this track is short or unlike the music
  /// on which the model was validated.
  ///
  /// No probability; see `docs/descriptors.md`.
  public var confidence: Double

  public init(value: Double, confidence: Double) {
    self.value = value
    self.confidence = confidence
  }
}
