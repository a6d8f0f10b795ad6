/// Where a channel's loudspeaker stands (ITU-R BS.775-4 and, for the eight-channel layouts, BS.2051).
public enum Speaker: String, Sendable, Hashable, Codable {
  case left, right, center, lowFrequency
  case sideLeft, sideRight, rearLeft, rearRight, rearCenter
  /// The file does not say, or says something that has no place in a downmix.
  case unknown
}

/// The loudspeakers of a file's channels, in the order of the channels.
public struct ChannelLayout: Sendable, Hashable, Codable {
  public let speakers: [Speaker]

  public init(_ speakers: [Speaker]) { self.speakers = speakers }

  /// The order of WAVE_FORMAT_EXTENSIBLE and FLAC (RFC 9639 §9.1.3) for 1 to 8 channels;
  /// beyond that every speaker is `unknown`.
  public static func standard(channels: Int) -> Self {
    switch channels {
    case 1: Self([.center])
    case 2: Self([.left, .right])
    case 3: Self([.left, .right, .center])
    case 4: Self([.left, .right, .rearLeft, .rearRight])
    case 5: Self([.left, .right, .center, .rearLeft, .rearRight])
    case 6: Self([.left, .right, .center, .lowFrequency, .rearLeft, .rearRight])
    case 7: Self([.left, .right, .center, .lowFrequency, .rearCenter, .sideLeft, .sideRight])
    case 8:
      Self([
        .left, .right, .center, .lowFrequency, .rearLeft, .rearRight, .sideLeft, .sideRight,
      ])
    default: Self(Array(repeating: .unknown, count: channels))
    }
  }
}
