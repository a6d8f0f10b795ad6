import DSP

/// The onsets that bound segments: peaks of a chapter's onset strength.
///
/// Böck, Krebs and Schedl, "Evaluating the Online Capabilities of Onset Detection Methods", ISMIR 2012, §2.4:
/// a frame is an onset where it is the largest around and stands far enough above the mean around.
enum SegmentOnsets {
  struct Onset {
    /// Onset frames, fractional, from the chapter's first.
    var frame: Double
    /// 0…1.
    var confidence: Double
  }

  /// Frames on either side among which an onset is the largest: 30 ms, the paper's.
  private static let peakReach = 3
  /// Frames on either side of which the mean is taken: 100 ms, the paper's.
  private static let meanReach = 10
  /// Nothing below this share of the track's strong onsets is one.
  ///
  /// chosen: gives 2 to 7 segments a second over 33 excerpts of the development corpus, 4 in the middle
  /// one; the public documents had 2 to 5.
  private static let threshold: Float = 0.12
  /// What counts as a strong onset: this share of all frames are weaker.
  private static let strong = 0.995
  /// Frames between onsets at least, 80 ms.
  ///
  /// chosen: half the shortest note of a melody (a semiquaver at 95 beats a minute).
  private static let gap = 8
  /// Frames by which the flux peaks after the onset: half the lag of the spectra that it compares.
  private static let delay = 0.8

  /// The onsets of a chapter whose onset strength is `strength`, rising.
  static func find(in strength: [Float]) -> [Onset] {
    guard let top = Statistics.quantile(strong, of: strength), top > 0 else { return [] }
    let least = threshold * top
    var onsets: [Onset] = []
    var last = -gap
    for n in strength.indices where strength[n] >= least {
      let before = strength[max(0, n - peakReach)..<n]
      let after = strength[n..<min(strength.count, n + peakReach + 1)]
      // Of equal ones the first.
      guard before.allSatisfy({ $0 < strength[n] }), after.allSatisfy({ $0 <= strength[n] })
      else { continue }
      let around = max(0, n - meanReach)..<min(strength.count, n + meanReach + 1)
      let mean = strength[around].reduce(0, +) / Float(around.count)
      let height = strength[n] - mean
      guard height >= least / 2 else { continue }
      let onset = Onset(
        frame: max(0, Double(n) - delay), confidence: Double(min(1, height / top)))
      if n - last < gap {
        // Two in one place: the stronger stays.
        if let previous = onsets.last, previous.confidence < onset.confidence {
          onsets[onsets.count - 1] = onset
          last = n
        }
        continue
      }
      onsets.append(onset)
      last = n
    }
    return onsets
  }
}
