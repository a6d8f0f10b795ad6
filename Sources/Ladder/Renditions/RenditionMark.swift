/// Something a listener or an operator should know about a rendition.
public struct RenditionMark: Sendable, Hashable, Codable {
  /// Stable and in snake case.
  public let code: String
  /// One sentence.
  public let message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// The rung's bitrate lies above what the rate and channels allow.
  static func reduced(rung: Rung, sampleRate: Int, channels: Int, to kilobits: Int) -> Self {
    Self(
      code: "bitrate_reduced",
      message: "The \(rung.name) rung holds \(kilobits) kbps: more is not defined for "
        + "\(channels == 1 ? "mono" : "stereo") at \(sampleRate) Hz.")
  }

  /// The rung's bitrate lies below what the rate and channels allow.
  static func raised(rung: Rung, sampleRate: Int, channels: Int, to kilobits: Int) -> Self {
    Self(
      code: "bitrate_raised",
      message: "The \(rung.name) rung holds \(kilobits) kbps: less is not defined for "
        + "\(channels == 1 ? "mono" : "stereo") at \(sampleRate) Hz.")
  }

  static func downmixed(from channels: Int, to: Int) -> Self {
    Self(
      code: "downmixed",
      message: "\(channels) channels were folded into \(to == 1 ? "one" : "two") by ITU-R BS.775.")
  }

  static func resampled(from: Int, to: Int) -> Self {
    Self(code: "resampled", message: "Resampled from \(from) Hz to \(to) Hz.")
  }

  static func amplified(_ decibels: Double) -> Self {
    Self(code: "gain_applied", message: "Encoded with a gain of \(Decimals.text(decibels, 2)) dB.")
  }

  /// Samples that were no numbers, or beyond what the codec can hold.
  static func repaired(_ samples: Int) -> Self {
    Self(
      code: "samples_repaired",
      message:
        "\(samples) samples were not numbers or far beyond full scale and were set to 0 or to "
        + "the limit of \(Int(SampleGuard.limit)) times full scale.")
  }
}
