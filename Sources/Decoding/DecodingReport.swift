public import Sound

/// What reading a file to its end found out.
public struct DecodingReport: Sendable, Hashable, Codable {
  public let format: PCMFormat
  public let sampleFormat: SampleFormat
  /// Frames delivered.
  public let frames: Int
  public let digest: AudioDigest
  public let integrity: Integrity
  /// Audio lost; empty for a whole file.
  public let damage: [Damage]
  /// Oddities that cost no audio.
  public let notes: [DecodingNote]
  public let evidence: SignalEvidence

  public var trackID: TrackID { digest.trackID }
  public var duration: Double { format.sampleRate.seconds(frames) }
  public var isDamaged: Bool { !damage.isEmpty }
}
