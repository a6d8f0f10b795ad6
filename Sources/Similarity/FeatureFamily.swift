/// The four sides from which two tracks are compared.
///
/// Each owns its own stretch of an `Embedding`, so that its part in a distance can be told, and its
/// weight changed, without the others.
public enum FeatureFamily: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// The sound itself: instruments, voices, brightness, production.
  case timbre
  /// The pattern of the pulse, whatever its tempo, and how strong it is; a little of the tempo
  /// itself.
  case rhythm
  /// Which notes sound together, whatever the key.
  case tonality
  /// How far loud and quiet lie apart; not how loud the file is.
  case dynamics
}
