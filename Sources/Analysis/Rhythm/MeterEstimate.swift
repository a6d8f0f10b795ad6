/// The bars of a track.
public struct MeterEstimate: Sendable, Equatable, Codable {
  /// 2…7: the upper number of the time signature, where the beat is what one taps: 6/8 has two.
  public var beatsPerBar: Int
  /// 0…1: the share of answers with this confidence that have the right number of beats.
  public var confidence: Double
  /// 2, 3 or 4: into how many equal parts most beats are divided.
  public var tatumsPerBeat: Int
  /// The first beat of each bar, seconds, rising; every one is among the track's beats.
  public var downbeats: [Double]
}
