/// The lowest and highest sample of each stretch of a track, to be drawn.
///
/// What bbc/audiowaveform calls waveform data with 8 bits a value; `Waveform+Formats.swift` reads and
/// writes its two file layouts.
public struct Waveform: Sendable, Equatable, Codable {
  /// Of the audio, in Hz.
  public var sampleRate: Int
  /// Frames that one pair of values stands for.
  public var samplesPerPixel: Int
  /// Channels that are drawn: 1 for the mean of all.
  public var channels: Int
  /// The lowest and the highest of each channel in turn, pixel by pixel; ±128 is full scale.
  public var values: [Int8]

  /// Pairs a channel.
  public var pixels: Int { values.count / (2 * max(1, channels)) }

  public init(sampleRate: Int, samplesPerPixel: Int, channels: Int, values: [Int8]) {
    self.sampleRate = sampleRate
    self.samplesPerPixel = samplesPerPixel
    self.channels = channels
    self.values = values
  }
}
