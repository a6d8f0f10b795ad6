import RealModule

/// A track's pulse: its tempogram and its beats, gathered chapter by chapter.
struct RhythmSummary {
  /// Seconds by which the flux peaks after the onset that causes it: it compares spectra 20 ms
  /// apart.
  ///
  /// Measured on the synthetic half of the development corpus (2026-11-21): median of detected −
  /// true beats 8.2 ms.
  private static let onsetDelay = 0.008

  private(set) var tempogram = Tempogram()
  /// Seconds.
  private(set) var beats: [Double] = []
  /// Onset strength on the beats over that everywhere, summed over beats, in the lowest two bands.
  private(set) var lowOnBeats = 0.0
  private(set) var lowMean = 0.0
  private(set) var fluxSum = 0.0
  private(set) var frames = 0

  /// Mean onset strength.
  var flux: Double { fluxSum / Double(max(1, frames)) }

  /// Adds a chapter that begins at `start` seconds.
  ///
  /// `shape` is the music's `TimbreSummary.shape`, which colours the octave decision.
  mutating func add(_ onsets: OnsetStrength, start: Double, shape: [Double]) {
    var own = Tempogram()
    own.add(onsets, start: start)
    tempogram.merge(own)
    fluxSum += onsets.activity
    frames += onsets.activeFrames
    let style = MetricalLevel.Style(shape: shape, flux: flux)
    guard let tempo = MetricalLevel.decide(own, style: style).first?.reading.bpm else { return }
    let period = 60 * SpectralFrontEnd.frameRate / tempo
    let found = BeatTracker.beats(in: onsets.total, period: period)
    beats += found.compactMap { beat in
      let time = start + beat / SpectralFrontEnd.frameRate - Self.onsetDelay
      return time >= 0 ? time : nil
    }
    let low = zip(onsets.bands[0], onsets.bands[1]).map { $0 + $1 }
    for beat in found {
      let n = Int(beat.rounded())
      let near = low[max(0, n - 2)..<min(low.count, n + 3)]
      lowOnBeats += Double(near.max() ?? 0)
    }
    lowMean += Double(low.reduce(0, +))
  }
}
