/// A loss that decoding came upon.
public struct Damage: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    /// The file ends before the audio it declares.
    case truncated
    /// Frames that could not be decoded stand as silence.
    case corruptFrames = "corrupt_frames"
    /// Every frame could be decoded, yet the whole is not what was encoded.
    case checksumMismatch = "checksum_mismatch"
    /// Samples that are no number, or beyond anything a converter makes, stand as silence.
    case unusableSamples = "unusable_samples"
  }

  public let kind: Kind
  /// One sentence, without the file's name.
  public let sentence: String
  /// The first frame concerned, counted in what was delivered.
  public let frame: Int?
  /// The byte of the file where it was noticed.
  public let offset: Int?
  /// Seconds of audio lost; nil where it cannot be told.
  public let secondsLost: Double?

  /// The stable code.
  public var code: String { kind.rawValue }
}
