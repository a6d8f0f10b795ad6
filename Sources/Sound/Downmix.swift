/// Folds the channels of a stream into one.
///
/// Gains by ITU-R BS.775-4, Annex 4, Table 2: front left and right 1, centre and surrounds −3 dB for
/// the two-channel mix, which is then averaged into one. The low-frequency channel is left out, as the
/// recommendation says. Channels whose place is unknown are averaged.
public struct Downmix: Sendable {
  /// Which signal stands for the whole.
  public enum Kind: String, Sendable, Codable {
    /// The weighted mean of all channels.
    case mid
    /// The first channel alone: for recordings whose channels cancel each other.
    case first
  }

  /// One gain a channel.
  ///
  /// The sum of the absolute gains is 1, so a full-scale file cannot clip.
  public let gains: [Float]

  public init(_ layout: ChannelLayout, kind: Kind = .mid) {
    let speakers = layout.speakers
    var gains: [Float]
    if kind == .first {
      gains = speakers.indices.map { $0 == 0 ? 1 : 0 }
    } else if speakers.contains(.unknown) {
      gains = speakers.map { _ in 1 }
    } else {
      gains = speakers.map { speaker in
        switch speaker {
        case .left, .right: 1
        // −3 dB in each of the two channels, which add up in the mean.
        case .center: 2 * 0.70710678
        case .sideLeft, .sideRight, .rearLeft, .rearRight: 0.70710678
        case .rearCenter: 2 * 0.5
        case .lowFrequency, .unknown: 0
        }
      }
      if gains.allSatisfy({ $0 == 0 }) { gains = speakers.map { _ in 1 } }
    }
    let sum = gains.reduce(0, +)
    self.gains = gains.map { $0 / sum }
  }

  /// Writes the mixed frames of `block` to `mono`, which takes the block's length.
  public func mix(_ block: PCMBlock, into mono: inout [Float]) {
    let frames = block.frames
    if mono.count != frames { mono = [Float](repeating: 0, count: frames) }
    var out = mono.mutableSpan
    for (index, gain) in gains.enumerated() {
      let channel = block.channels[index]  // a span needs an owner that outlives it
      let samples = channel.span
      if index == 0 {
        for i in 0..<frames { out[i] = gain * samples[i] }
      } else if gain != 0 {
        for i in 0..<frames { out[i] += gain * samples[i] }
      }
    }
  }
}
