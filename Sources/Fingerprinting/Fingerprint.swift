/// A Chromaprint fingerprint: one 32-bit word for each 0.124 s of audio, beginning 2.6 s in.
public struct Fingerprint: Sendable, Equatable, Codable {
  /// Chromaprint's algorithm number; 1 is its `CHROMAPRINT_ALGORITHM_TEST2`, which AcoustID speaks.
  public var algorithm: Int
  /// The sub-fingerprints, in order; empty for audio that is too short.
  public var words: [UInt32]
  /// AcoustID's compressed form: URL-safe base 64 of the words' bit differences.
  public var compressed: String
  /// Seconds of audio that it spans.
  public var duration: Double

  /// The version of this room's settings: the algorithm, and the whole track instead of its first minutes.
  public static let version = 1
}
