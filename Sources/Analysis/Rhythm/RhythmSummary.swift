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
  /// Seconds.
  private(set) var downbeats: [Double] = []
  /// For each number of beats a bar: beats heard in it, and their summed confidence.
  private var meterVotes: [Int: (beats: Int, confidence: Double)] = [:]

  /// Whether `inputs` are kept, which nothing but the fits needs.
  var keepsInputs = false
  private(set) var inputs: [RhythmInputs.Reading] = []

  /// Mean onset strength.
  var flux: Double { fluxSum / Double(max(1, frames)) }

  /// Adds a chapter that begins at `start` seconds.
  ///
  /// `shape` is the music's `TimbreSummary.shape`, which colours the octave decision.
  mutating func add(
    _ onsets: OnsetStrength, pitches: PitchTrace, start: Double, shape: [Double]
  ) {
    var own = Tempogram()
    own.add(onsets, start: start)
    tempogram.merge(own)
    fluxSum += onsets.activity
    frames += onsets.activeFrames
    let style = MetricalLevel.Style(shape: shape, flux: flux)
    let readings = MetricalLevel.decide(own, style: style)
    if keepsInputs {
      inputs += readings.map {
        Self.inputs(of: $0.reading, onsets: onsets, pitches: pitches, start: start)
      }
    }
    guard let tempo = readings.first?.reading.bpm else { return }
    let tracked = BeatTracker.beats(in: onsets.total, period: Self.period(tempo))
    let settled = BeatPhase.settle(tracked, onsets: onsets)
    let found = settled.filter { Self.time($0, start: start) >= 0 }
    beats += found.map { Self.time($0, start: start) }
    countLow(on: found, onsets: onsets)
    if found.count > 1 {
      addBars(BeatProfile(found, onsets: onsets), onsets: onsets, pitches: pitches, start: start)
    }
  }

  private mutating func addBars(
    _ profile: BeatProfile, onsets: OnsetStrength, pitches: PitchTrace, start: Double
  ) {
    let rows = BarInputs.rows(profile, onsets: onsets, pitches: pitches)
    guard let bars = BarModel.bars(rows) else { return }
    downbeats += bars.downbeats.map { Self.time(profile.beats[$0], start: start) }
    meterVotes[bars.beatsPerBar, default: (0, 0)].beats += bars.beats
    meterVotes[bars.beatsPerBar, default: (0, 0)].confidence +=
      bars.confidence * Double(bars.beats)
  }

  /// The bars; nil where too few beats were found.
  var meter: MeterEstimate? {
    let winner = meterVotes.max { $0.value.beats < $1.value.beats }
    guard let (beatsPerBar, vote) = winner, vote.beats > 0, !downbeats.isEmpty else { return nil }
    let all = meterVotes.values.reduce(0) { $0 + $1.beats }
    return MeterEstimate(
      beatsPerBar: beatsPerBar, confidence: vote.confidence / Double(all), downbeats: downbeats)
  }

  private mutating func countLow(on beats: [Double], onsets: OnsetStrength) {
    let low = zip(onsets.bands[0], onsets.bands[1]).map { $0 + $1 }
    for beat in beats {
      let n = Int(beat.rounded())
      let near = low[max(0, n - 2)..<min(low.count, n + 3)]
      lowOnBeats += Double(near.max() ?? 0)
    }
    lowMean += Double(low.reduce(0, +))
  }

  private static func period(_ tempo: Double) -> Double { 60 * SpectralFrontEnd.frameRate / tempo }

  private static func time(_ frame: Double, start: Double) -> Double {
    start + frame / SpectralFrontEnd.frameRate - onsetDelay
  }

  /// What the learned parts see of one reading.
  private static func inputs(
    of reading: MetricalReading, onsets: OnsetStrength, pitches: PitchTrace, start: Double
  ) -> RhythmInputs.Reading {
    var inputs = RhythmInputs.Reading(
      bpm: reading.bpm, level: reading.inputs, phase: [], grids: [])
    let beats = BeatTracker.beats(in: onsets.total, period: period(reading.bpm))
    guard beats.count >= BeatPhase.fewestBeats else { return inputs }
    let other = BeatPhase.offbeats(beats)
    inputs.phase = BeatPhase.inputs(beats, other, onsets)
    inputs.grids = [beats, other].map { grid in
      RhythmInputs.Grid(
        beats: grid.map { time($0, start: start) },
        bars: BarInputs.rows(
          BeatProfile(grid, onsets: onsets), onsets: onsets, pitches: pitches))
    }
    return inputs
  }
}
