/// What a stream of PCM frames is made of.
public struct PCMFormat: Sendable, Hashable, Codable {
  public let sampleRate: SampleRate
  public let layout: ChannelLayout
  public var channels: Int { layout.speakers.count }

  public init(sampleRate: SampleRate, layout: ChannelLayout) {
    self.sampleRate = sampleRate
    self.layout = layout
  }

  /// A stream in the standard channel order for its number of channels.
  public init(sampleRate: SampleRate, channels: Int) {
    self.init(sampleRate: sampleRate, layout: .standard(channels: channels))
  }
}
