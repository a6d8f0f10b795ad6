/// A perceptual estimate: a value from 0 to 1, where it comes from, and how far to trust it.
public struct Descriptor: Sendable, Equatable, Codable {
  /// What one input did to a value.
  public struct Contribution: Sendable, Equatable, Codable {
    /// In words, as "pulse clarity"; `docs/descriptors.md` explains each.
    public var input: String
    /// In units of the value: `base` and all contributions of a track add up to its value.
    public var amount: Double

    public init(input: String, amount: Double) {
      self.input = input
      self.amount = amount
    }
  }

  /// 0…1, spread over the reference corpus like the public Web API's values over its catalogue.
  public var value: Double
  /// 0…1: how well the model ranks music at all, less where this track is short or unlike the music
  /// on which the model was validated.
  ///
  /// No probability; see `docs/descriptors.md`.
  public var confidence: Double
  /// Percent of `Descriptors.reference` that lie below; nil in what older versions stored.
  public var percentile: Double?
  /// The value of a track whose inputs are all at the reference's medians; nil in what older versions stored.
  public var base: Double?
  /// The most important first; nil in what older versions stored.
  public var contributions: [Contribution]?

  public init(
    value: Double, confidence: Double, percentile: Double? = nil, base: Double? = nil,
    contributions: [Contribution]? = nil
  ) {
    self.value = value
    self.confidence = confidence
    self.percentile = percentile
    self.base = base
    self.contributions = contributions
  }
}
