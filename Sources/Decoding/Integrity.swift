/// Whether the audio is what its maker wrote.
public enum Integrity: String, Sendable, Hashable, Codable {
  /// The checksum of the whole in the file (FLAC's MD5) agrees.
  case verified
  /// The file has no checksum of its samples.
  case unverifiable
  /// The checksum disagrees, or frames were lost.
  case failed
}
