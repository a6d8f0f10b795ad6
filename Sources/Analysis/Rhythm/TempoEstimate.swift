/// The tempo of a track, with what else it could be.
public struct TempoEstimate: Sendable, Equatable, Codable {
  /// Another reading of the same pulse, or another pulse.
  public struct Alternative: Sendable, Equatable, Codable {
    public var bpm: Double
    public var confidence: Double
  }

  /// Beats a minute.
  public var bpm: Double
  /// 0…1: the share of answers with this confidence that are right to 4 %, octave included.
  public var confidence: Double
  /// Other readings, the likeliest first.
  public var alternatives: [Alternative]
  /// 0…1: 1 − the median deviation of the inter-beat intervals from their median, relative to it, times 4.
  public var stability: Double
}
