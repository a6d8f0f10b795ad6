internal import Sound

/// From frames in a row to channels side by side, and back.
enum Interleaving {
  /// Writes the frames of `block` one after the other to `frames`, which takes their length.
  static func interleave(_ block: PCMBlock, into frames: inout [Float]) {
    let count = block.frames
    let channels = block.channels.count
    if frames.count != count * channels {
      frames = [Float](repeating: 0, count: count * channels)
    }
    var out = frames.mutableSpan
    if channels == 2 {
      // Stereo by itself: a constant stride lets the compiler store whole vectors.
      let first = block.channels[0]
      let second = block.channels[1]
      let left = first.span
      let right = second.span
      for i in 0..<count {
        out[2 * i] = left[i]
        out[2 * i + 1] = right[i]
      }
      return
    }
    for (index, channel) in block.channels.enumerated() {
      let samples = channel.span
      for i in 0..<count { out[i * channels + index] = samples[i] }
    }
  }

  /// Replaces the content of `block` by the first `count` frames of `frames`.
  static func deinterleave(_ frames: [Float], count: Int, into block: inout PCMBlock) {
    block.resize(frames: count)
    let channels = block.channels.count
    let samples = frames.span
    if channels == 2 {
      for index in 0..<2 {
        var out = block.channels[index].mutableSpan
        for i in 0..<count { out[i] = samples[2 * i + index] }
      }
      return
    }
    for index in 0..<channels {
      var out = block.channels[index].mutableSpan
      for i in 0..<count { out[i] = samples[i * channels + index] }
    }
  }
}
