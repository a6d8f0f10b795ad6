/// Programme loudness by ITU-R BS.1770-5 and EBU R 128; nil where the standard has no answer (everything
/// below the absolute gate, or too short).
public struct Loudness: Sendable, Equatable, Codable {
  /// Integrated loudness, LUFS.
  public var integrated: Double?
  /// Loudness range, LU (EBU Tech 3342).
  public var range: Double?
  /// Highest momentary (400 ms) loudness, LUFS.
  public var momentaryMax: Double?
  /// Highest short-term (3 s) loudness, LUFS.
  public var shortTermMax: Double?
  /// Highest true peak of all channels, dBTP; nil for digital silence.
  public var truePeak: Double?

  /// ReplayGain 2.0 specification, "Loudness normalization": LUFS.
  static let replayGainReference = -18.0

  /// The gain in dB that brings the track to ReplayGain 2's −18 LUFS.
  public var replayGain: Double? { integrated.map { Self.replayGainReference - $0 } }
}
