/// How the samples of a file are written, and in what.
public struct SampleFormat: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    case integer, float
    /// A codec that does not give back what went in; the depth has no meaning there.
    case lossy
  }

  public let kind: Kind
  /// Bits of a sample; nil for lossy codecs.
  public let bits: Int?
  /// The file's own format: `wav`, `flac`, `aiff`, `ogg` and so on.
  public let container: String
  /// How the samples are packed: `pcm`, `flac`, `vorbis`, `opus`, `mp3` and so on.
  public let codec: String

  public init(kind: Kind, bits: Int?, container: String, codec: String) {
    self.kind = kind
    self.bits = bits
    self.container = container
    self.codec = codec
  }
}
