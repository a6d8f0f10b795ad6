import Glibc

/// The highest magnitude of a signal between its samples too.
///
/// Four times oversampled as ITU-R BS.1770-4, Annex 2 asks, but only around local maxima that could be
/// the highest: a windowed sinc rises above its neighbours by little, and nothing below `share` of the
/// highest sample so far is looked at.
struct TruePeakMeter {
  /// Highest magnitude so far.
  private(set) var peak: Float = 0

  /// Taps on either side of the place between two samples.
  ///
  /// Chosen: 16 taps in all against the 12 of the recommendation's example.
  private static let reach = 8
  /// Sample peaks below this share of the highest peak are not looked at.
  ///
  /// Chosen: +3 dB between samples needs a tone at a quarter of the sample rate (BS.1770-4, Annex
  /// 2, Attachment 1).
  private static let share: Float = 0.7
  /// Sinc in a Hann window at ¼, ½ and ¾ between samples, taps in rising order of time.
  private static let phases: [[Float]] = [0.25, 0.5, 0.75].map { place in
    (1 - reach...reach).map { tap in
      let x = place - Double(tap)
      let window = 0.5 + 0.5 * cos(.pi * x / (Double(reach) + 0.5))
      return Float(sin(.pi * x) / (.pi * x) * window)
    }
  }

  /// Takes a stretch of one channel.
  ///
  /// Places near its ends are judged by their samples alone.
  mutating func add(_ samples: Span<Float>) {
    var highest: Float = 0
    for i in samples.indices { highest = max(highest, samples[i].magnitude) }
    let candidate = max(highest, peak) * Self.share
    peak = max(peak, highest)
    guard highest > candidate, highest > 0.5 else { return }
    for i in Self.reach..<max(Self.reach, samples.count - Self.reach) {
      let here = samples[i].magnitude
      guard here >= candidate, here >= samples[i - 1].magnitude, here >= samples[i + 1].magnitude
      else { continue }
      for phase in Self.phases {
        let taps = phase.span
        var before: Float = 0
        var after: Float = 0
        for k in taps.indices {
          before += taps[k] * samples[i - Self.reach + k]
          after += taps[k] * samples[i + 1 - Self.reach + k]
        }
        peak = max(peak, max(before.magnitude, after.magnitude))
      }
    }
  }
}
