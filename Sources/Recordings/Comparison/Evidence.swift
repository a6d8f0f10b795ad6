/// What a verdict rests on, in numbers.
public struct Evidence: Sendable, Equatable, Codable {
  /// Share of the shorter track that the other has.
  public var coverage: Double
  /// Share of the longer track that the other has.
  public var coverageOfLonger: Double
  /// Share of the bits of the fingerprints that differ along what is shared; unrelated music has 0.45.
  public var bitErrors: Double
  /// Share of the spectral landmarks that are at the same place in both, and what chance gives.
  public var landmarks: Double
  public var landmarksByChance: Double
  /// Correlation of the two levels over time; nil where they hardly move or little is shared.
  public var levels: Double?
  /// dB: how much the difference of the levels moves over time.
  public var dynamics: Double
  /// dB: how far bass, middle and treble differ.
  public var balance: Double
  /// What is shared, in the order of the first track.
  public var stretches: [Stretch]

  /// The same seen from the other track.
  public var reversed: Evidence {
    var copy = self
    copy.stretches = stretches.map {
      Stretch(
        first: $0.second, second: $0.first, length: $0.length, bitErrors: $0.bitErrors)
    }.sorted { $0.first < $1.first }
    return copy
  }
}
