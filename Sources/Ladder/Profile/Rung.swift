import Crypto
import DSP

/// One target of the ladder.
public struct Rung: Sendable, Hashable, Codable {
  /// How libvorbis spends its bits.
  public enum Mode: String, Sendable, Codable, CaseIterable {
    /// Constant quality: the one whose nominal bitrate is the rung's. The default; the bitrate
    /// follows the music.
    case vbr
    /// Held to the rung's bitrate on average, at about five times the cost.
    case abr
    /// Never above nor below the rung's bitrate for longer than a reservoir of two seconds.
    case bounded = "cbr-bounded"
  }

  /// What becomes of the source's channels.
  public enum Channels: String, Sendable, Codable, CaseIterable {
    /// As the source has them, but no more than two: more are folded by ITU-R BS.775.
    case source
    /// All folded into one.
    case mono
  }

  /// Also the name of the file: letters, digits, `-` and `_`.
  public let name: String
  /// Kilobits (1000 bits) per second the rung is meant for.
  public let kilobits: Int
  public var mode: Mode
  public var channels: Channels
  /// Hertz the rung is resampled to where the source has more; `nil` keeps the source's rate, up to
  /// 48 kHz.
  public var sampleRate: Int?
  /// libvorbis' quality, −0.1…1, for sources that allow the rung's own rate and channels; `nil`
  /// takes the one whose nominal bitrate is the rung's.
  public var quality: Double?
  /// Decibels added to the samples before they are encoded; 0 leaves them as they are.
  public var gain: Double

  public init(
    name: String, kilobits: Int, mode: Mode = .vbr, channels: Channels = .source,
    sampleRate: Int? = nil, quality: Double? = nil, gain: Double = 0
  ) {
    self.name = name
    self.kilobits = kilobits
    self.mode = mode
    self.channels = channels
    self.sampleRate = sampleRate
    self.quality = quality
    self.gain = gain
  }

  /// SHA-256, in hexadecimal, over everything that changes the rung's audio bytes for a source: its
  /// line in the profile, this room's encoder version and the libraries' versions.
  public var settingsDigest: String {
    let parts = [
      "rung \(name)", "kilobits \(kilobits)", "mode \(mode.rawValue)",
      "channels \(channels.rawValue)", "rate \(sampleRate.map(String.init) ?? "source")",
      "quality \(quality.map { "\($0)" } ?? "nominal")", "gain \(gain)",
      "encoder \(EncoderVersion.current)", "soxr \(Resampler.libraryVersion)",
    ]
    return Hexadecimal.text(SHA256.hash(data: Array(parts.joined(separator: "\n").utf8)))
  }
}
