import Sound

/// Folds the channels of a stream into two by ITU-R BS.775-4, Annex 4, Table 2.
///
/// Front left and right as they are, centre and surrounds at −3 dB (a single rear channel at −6 dB in
/// each), the low-frequency channel left out; then all by one gain, so that a full-scale file cannot
/// clip. Channels whose place is unknown go alternately left and right.
struct StereoFold {
  let left: [Float]
  let right: [Float]

  init(_ layout: ChannelLayout) {
    let speakers = layout.speakers
    var left: [Float]
    var right: [Float]
    if speakers.contains(.unknown) {
      left = speakers.indices.map { $0.isMultiple(of: 2) ? 1 : 0 }
      right = speakers.indices.map { $0.isMultiple(of: 2) ? 0 : 1 }
    } else {
      left = speakers.map(Self.leftGain)
      right = speakers.map { Self.leftGain(Self.mirrored($0)) }
      if !left.contains(where: { $0 != 0 }) || !right.contains(where: { $0 != 0 }) {
        left = speakers.map { _ in 1 }
        right = left
      }
    }
    let sum = max(left.reduce(0, +), right.reduce(0, +))
    self.left = left.map { $0 / sum }
    self.right = right.map { $0 / sum }
  }

  private static func leftGain(_ speaker: Speaker) -> Float {
    switch speaker {
    case .left: 1
    case .center, .sideLeft, .rearLeft: 0.70710678
    case .rearCenter: 0.5
    case .right, .sideRight, .rearRight, .lowFrequency, .unknown: 0
    }
  }

  private static func mirrored(_ speaker: Speaker) -> Speaker {
    switch speaker {
    case .left: .right
    case .right: .left
    case .sideLeft: .sideRight
    case .sideRight: .sideLeft
    case .rearLeft: .rearRight
    case .rearRight: .rearLeft
    case .center, .lowFrequency, .rearCenter, .unknown: speaker
    }
  }

  /// Writes the folded frames of `channels` to `planes`, which become two of the block's length.
  func fold(_ channels: [[Float]], into planes: inout [[Float]]) {
    mix(channels, gains: left, into: &planes[0])
    mix(channels, gains: right, into: &planes[1])
  }

  private func mix(_ channels: [[Float]], gains: [Float], into plane: inout [Float]) {
    let frames = channels[0].count
    if plane.count > frames { plane.removeLast(plane.count - frames) }
    if plane.count < frames {
      plane.append(contentsOf: repeatElement(0, count: frames - plane.count))
    }
    var out = plane.mutableSpan
    for i in 0..<frames { out[i] = 0 }
    for (index, gain) in gains.enumerated() where gain != 0 {
      let channel = channels[index]
      let samples = channel.span
      for i in 0..<frames { out[i] += gain * samples[i] }
    }
  }
}
