/// The pitches of a track moment by moment, as the decisions about key and chords want them: partials vote
/// for their own pitch alone, and what is silent is left out.
///
/// 25 numbers for each audible 200 ms: an hour takes 1.8 MB.
struct PitchFrames {
  /// Seconds from one frame to the next.
  static let seconds = Double(SpectralFrontEnd.framesPerTonalFrame) / SpectralFrontEnd.frameRate

  /// Frames from the track's start, rising: the audible ones.
  private(set) var indices: [Int] = []
  /// Twelve values a frame, C first: all octaves, weighted as for the key.
  private(set) var folded: [Float] = []
  /// The same for the two lowest octaves, C1 to B2, alone.
  private(set) var low: [Float] = []
  /// Fourth root of the frame's energy, relative to the loud ones.
  private(set) var shares: [Float] = []

  var count: Int { indices.count }

  /// Adds the frame that stands `index` frames behind the track's start; one without peaks adds nothing.
  mutating func add(_ peaks: [SpectralPeak], tuning: Double, share: Float, index: Int) {
    var bins = [Float](repeating: 0, count: Chroma.octaves * Chroma.pitches)
    Chroma.add(peaks, tuning: tuning, harmonics: 1, to: &bins)
    let sum = bins.reduce(0, +)
    guard sum > 0 else { return }
    indices.append(index)
    shares.append(share)
    for pitch in 0..<Chroma.pitches {
      var all: Float = 0
      for octave in 0..<Chroma.octaves {
        all += TonalSummary.octaveWeights[octave] * bins[octave * Chroma.pitches + pitch]
      }
      folded.append(all / sum)
      low.append((bins[pitch] + bins[Chroma.pitches + pitch]) / sum)
    }
  }

  /// Positions of the frames between two times in seconds.
  func range(from start: Double, to end: Double) -> Range<Int> {
    let first = position(of: start)
    return first..<max(first, position(of: end))
  }

  /// The position of the first frame at or behind `time`.
  private func position(of time: Double) -> Int {
    var (low, high) = (0, indices.count)
    while low < high {
      let middle = (low + high) / 2
      if Double(indices[middle]) * Self.seconds < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
