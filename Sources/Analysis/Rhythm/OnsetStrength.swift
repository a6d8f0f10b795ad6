import DSP

/// Onset strength envelopes of a chapter: one value per onset frame (100.23 a second).
///
/// Half-wave rectified spectral flux with a maximum filter against vibrato,
/// O[n] = Σ_b max(0, X[n, b] − max(X[n−2, b−1…b+1])), X = ln(1 + 1000·g·S), after Böck and Widmer, "Maximum
/// Filter Vibrato Suppression for Onset Detection", DAFx 2013; kept in six bands for the tempogram.
struct OnsetStrength {
  /// Upper corners in Hz of the six bands: kick, bass, low-mid, mid, presence, hi-hat.
  static let bandEdges: [Double] = [100, 250, 700, 2000, 5000, .infinity]
  static let bandCount = bandEdges.count
  /// The bands in pairs: bass, middle and treble.
  static let registers = [0..<2, 2..<4, 4..<6]

  /// ln(1 + γ·S) with γ = 1000, as in Schreiber and Müller (ICASSP 2017) and Beat This (ISMIR 2024).
  private static let compression: Float = 1000
  /// Frames between the two spectra that are compared: 20 ms.
  private static let lag = 2
  /// Frames on either side over which the local mean is taken off: 0.4 s.
  private static let meanReach = 40

  /// The band of each filter of the front end.
  private static let bandOfFilter: [Int] = SpectralFrontEnd.onsetBands.centers.map { center in
    bandEdges.firstIndex { center < $0 } ?? bandCount - 1
  }

  /// Flux of each band, with its local mean taken off, non-negative.
  var bands: [[Float]]
  /// The flux of all bands together, likewise.
  var total: [Float]
  /// The flux as it was before the local mean was taken off, summed over the frames that sound.
  var activity: Double
  /// The frames from the first to the last that sounds: silence at the ends says nothing about the music.
  var active: Range<Int>
  /// The compressed spectra from which the flux was taken.
  var spectra: LogSpectra
  /// The same spectra as `BeatNetwork` sees them, and where it hears beats.
  let groups: BeatSpectra
  var activation: BeatActivation

  /// The envelopes of a chapter under the linear `gain` that brings it to the reference loudness.
  ///
  /// `active` are the onset frames between the first and the last that sound.
  init(_ chapter: SpectralChapter, gain: Float, active: Range<Int>) {
    let filters = SpectralFrontEnd.onsetBands.count
    let frames = chapter.frames
    var flux = Array(repeating: [Float](repeating: 0, count: frames), count: Self.bandCount)
    var spectra = LogSpectra(frames: frames, bands: filters)
    var groups = BeatSpectra(capacity: frames)
    var rises = [Float](repeating: 0, count: filters)
    // The compressed spectra of this frame and the `lag` before it, in turn.
    var history = Array(repeating: [Float](repeating: 0, count: filters + 2), count: Self.lag + 1)
    for frame in 0..<frames {
      let slot = frame % history.count
      do {
        let magnitudes = chapter.onsetBands.span.extracting(
          frame * filters..<(frame + 1) * filters)
        var row = history[slot].mutableSpan
        // A zero on either side spares the maximum filter its borders.
        Logarithm.compress(magnitudes, gain: Self.compression * gain, into: &row, from: 1)
      }
      spectra.add(history[slot], from: 1)
      if frame >= Self.lag {
        let now = history[slot]
        let before = history[(slot + 1) % history.count]
        for filter in 0..<filters {
          let reference = max(before[filter], before[filter + 1], before[filter + 2])
          rises[filter] = max(0, now[filter + 1] - reference)
          flux[Self.bandOfFilter[filter]][frame] += rises[filter]
        }
      }
      groups.add(history[slot], from: 1, rises: rises)
    }
    groups.center(active: active)
    self.groups = groups
    activation = BeatNetwork.activation(of: groups).heard(in: active)
    var total = [Float](repeating: 0, count: frames)
    for band in flux {
      for frame in 0..<frames { total[frame] += band[frame] }
    }
    self.active = active.clamped(to: total.indices)
    activity = total[self.active].reduce(0) { $0 + Double($1) }
    self.spectra = spectra
    bands = flux.map(Self.withoutLocalMean)
    self.total = Self.withoutLocalMean(total)
  }

  /// The envelopes of some frames, which begin and end with a step of the spectra, or at the very end.
  func part(_ frames: Range<Int>) -> OnsetStrength {
    var part = self
    part.bands = bands.map { Array($0[frames]) }
    part.total = Array(total[frames])
    part.spectra = spectra.part(frames)
    part.activation = activation.part(frames)
    let sounding = active.clamped(to: frames)
    part.active = sounding.lowerBound - frames.lowerBound..<sounding.upperBound - frames.lowerBound
    part.activity = activity * Double(sounding.count) / Double(max(1, active.count))
    return part
  }

  /// max(0, x − mean of x over ± `meanReach` frames).
  private static func withoutLocalMean(_ envelope: [Float]) -> [Float] {
    var sums: [Double] = [0]
    sums.reserveCapacity(envelope.count + 1)
    for value in envelope { sums.append(sums[sums.count - 1] + Double(value)) }
    return envelope.indices.map { n in
      let low = max(0, n - meanReach)
      let high = min(envelope.count, n + meanReach + 1)
      return max(0, envelope[n] - Float((sums[high] - sums[low]) / Double(high - low)))
    }
  }
}
