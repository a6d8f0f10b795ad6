/// One reading of a track's pulse as a tempo, and what speaks for it.
public struct MetricalReading: Sendable, Equatable, Codable {
  /// Beats a minute.
  public var bpm: Double
  /// The inputs of the octave decision, in the order of `MetricalLevel.inputs`.
  public var inputs: [Double]
}
