internal import Sound

/// Takes out of floating-point audio what is no sound.
///
/// NaN, infinities and magnitudes past any converter's become silence, and −0 becomes 0, so that no
/// consumer meets them and equal audio has equal bits.
struct SampleRepair {
  /// 144 dB over full scale, 2²⁴.
  ///
  /// chosen: all the range that 24 bits have, once more on top; files
  /// scaled to ±32 768 by mistake pass.
  private static let limit: Float = 16_777_216

  /// Samples replaced.
  private(set) var count = 0
  /// The frame of the first.
  private(set) var first: Int?
  private var frames = 0

  mutating func mend(_ block: inout PCMBlock) {
    for index in block.channels.indices {
      var samples = block.channels[index].mutableSpan
      var isClean = true
      for i in 0..<samples.count {
        // True for NaN too, which is not less than anything.
        let isSound = abs(samples[i]) < Self.limit
        isClean = isClean && isSound
        samples[i] += 0
      }
      if isClean { continue }
      for i in 0..<samples.count where !(abs(samples[i]) < Self.limit) {
        samples[i] = 0
        count += 1
        first = min(first ?? .max, frames + i)
      }
    }
    frames += block.frames
  }
}
