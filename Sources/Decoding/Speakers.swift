internal import CSndfile
internal import Sound

/// From the formats' own numbers for loudspeakers to ours.
enum Speakers {
  /// The layout of a `WAVEFORMATEXTENSIBLE` channel mask, whose bits are in the order of the
  /// channels.
  ///
  /// A mask of 0 says that the channels go to no loudspeaker in particular; where there are more
  /// channels than bits, the rest have no place.
  static func layout(mask: UInt32, channels: Int) -> ChannelLayout {
    var speakers: [Speaker] = []
    for bit in 0..<32 where mask >> UInt32(bit) & 1 == 1 && speakers.count < channels {
      speakers.append(bit < maskOrder.count ? maskOrder[bit] : .unknown)
    }
    while speakers.count < channels { speakers.append(.unknown) }
    // A single channel is the middle, whatever loudspeaker it was meant for.
    return channels == 1 ? .standard(channels: 1) : ChannelLayout(speakers)
  }

  /// The layout of libsndfile's channel map; nil where it places nothing.
  static func layout(map: [Int32]) -> ChannelLayout? {
    let speakers = map.map { speaker(Int($0)) }
    return speakers.allSatisfy { $0 == .unknown } ? nil : ChannelLayout(speakers)
  }

  /// SPEAKER_FRONT_LEFT to SPEAKER_SIDE_RIGHT of Microsoft's ksmedia.h; the fronts between left and
  /// centre have no place in BS.775.
  private static let maskOrder: [Speaker] = [
    .left, .right, .center, .lowFrequency, .rearLeft, .rearRight, .unknown, .unknown, .rearCenter,
    .sideLeft, .sideRight,
  ]

  private static func speaker(_ code: Int) -> Speaker {
    switch code {
    case Int(SF_CHANNEL_MAP_MONO), Int(SF_CHANNEL_MAP_CENTER), Int(SF_CHANNEL_MAP_FRONT_CENTER):
      .center
    case Int(SF_CHANNEL_MAP_LEFT), Int(SF_CHANNEL_MAP_FRONT_LEFT): .left
    case Int(SF_CHANNEL_MAP_RIGHT), Int(SF_CHANNEL_MAP_FRONT_RIGHT): .right
    case Int(SF_CHANNEL_MAP_LFE): .lowFrequency
    case Int(SF_CHANNEL_MAP_REAR_CENTER): .rearCenter
    case Int(SF_CHANNEL_MAP_REAR_LEFT): .rearLeft
    case Int(SF_CHANNEL_MAP_REAR_RIGHT): .rearRight
    case Int(SF_CHANNEL_MAP_SIDE_LEFT): .sideLeft
    case Int(SF_CHANNEL_MAP_SIDE_RIGHT): .sideRight
    default: .unknown
    }
  }
}
