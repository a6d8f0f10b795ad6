/// A stretch that two tracks share.
public struct Stretch: Sendable, Equatable, Codable {
  /// Seconds of the first track and of the second at which it begins.
  public var first: Double
  public var second: Double
  /// Seconds.
  public var length: Double
  /// Share of the bits of the fingerprints' words that differ in it.
  public var bitErrors: Double

  /// Seconds by which the second track is later than the first.
  var shift: Double { second - first }
}
