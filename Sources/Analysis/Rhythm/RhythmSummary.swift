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

  private var tatumVotes: [Int: Int] = [:]

  /// Each stretch's readings: beats a minute, and its probability times the frames that sound.
  private(set) var votes: [(tempo: Double, weight: Double)] = []
  /// The readings of the stretch in which most sounds, with all that speaks for each.
  private(set) var readings: [MetricalReading] = []
  private var longest = 0

  /// Whether `inputs` are kept, which nothing but the fits needs.
  var keepsInputs = false
  private(set) var inputs = RhythmInputs()

  /// Mean onset strength.
  var flux: Double { fluxSum / Double(max(1, frames)) }

  /// Adds a chapter that begins at `start` seconds.
  ///
  /// `shape` is the music's `TimbreSummary.shape`, which colours the octave decision.
  mutating func add(
    _ onsets: OnsetStrength, pitches: PitchTrace, start: Double, shape: [Double]
  ) {
    var own = Tempogram()
    own.add(onsets)
    tempogram.merge(own)
    fluxSum += onsets.activity
    frames += onsets.active.count
    // Every stretch begins with a tonal frame, and so with a step of the spectra.
    let perFrame = SpectralFrontEnd.framesPerTonalFrame
    let cuts = TempoStretches.cuts(own.windows).map { own.windows[$0].frame / perFrame * perFrame }
    if keepsInputs { inputs.spectra += onsets.groups.values }
    guard !cuts.isEmpty else {
      return add(onsets, own, pitches: pitches, start: start, shape: shape)
    }
    for (first, end) in zip([0] + cuts, cuts + [onsets.total.count]) {
      let part = onsets.part(first..<end)
      var tempogram = Tempogram()
      tempogram.add(part)
      add(
        part, tempogram, pitches: pitches.part(first..<end),
        start: start + Double(first) / SpectralFrontEnd.frameRate, shape: shape)
    }
  }

  /// Adds a stretch of one pulse.
  private mutating func add(
    _ onsets: OnsetStrength, _ own: Tempogram, pitches: PitchTrace, start: Double, shape: [Double]
  ) {
    let style = MetricalLevel.Style(shape: shape, flux: flux)
    var readings = MetricalLevel.readings(own, style: style)
    let heard = readings.map {
      ReadingBeats(tempo: $0.bpm, onsets: onsets, pitches: pitches)
    }
    for (i, values) in ReadingBeats.values(of: heard).enumerated() { readings[i].inputs += values }
    if onsets.active.count > longest {
      longest = onsets.active.count
      self.readings = readings
    }
    if keepsInputs {
      inputs.readings += zip(readings, heard).map { reading, beats in
        RhythmInputs.Reading(
          bpm: reading.bpm, level: reading.inputs,
          beats: beats.beats.map { Self.time($0, start: start) },
          bars: beats.bars)
      }
    }
    let probabilities = MetricalLevel.probabilities(of: readings)
    for (reading, probability) in zip(readings, probabilities) {
      votes.append((reading.bpm, probability * Double(onsets.active.count)))
    }
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
    guard let chosen = best.map({ heard[$0] }) else { return }
    let found = chosen.beats.filter { Self.time($0, start: start) >= 0 }
    beats += found.map { Self.time($0, start: start) }
    countLow(on: found, onsets: onsets)
    guard let bars = BarModel.bars(chosen.odds) else { return }
    downbeats += bars.downbeats.map { Self.time(chosen.beats[$0], start: start) }
      .filter { $0 >= 0 }
    meterVotes[bars.beatsPerBar, default: (0, 0)].beats += bars.beats
    meterVotes[bars.beatsPerBar, default: (0, 0)].confidence +=
      bars.confidence * Double(bars.beats)
    tatumVotes[chosen.tatumsPerBeat, default: 0] += chosen.beats.count
  }

  /// The bars; nil where too few beats were found.
  ///
  /// Of equal votes the smaller number counts.
  var meter: MeterEstimate? {
    let winner = meterVotes.max { ($0.value.beats, $1.key) < ($1.value.beats, $0.key) }
    guard let (beatsPerBar, vote) = winner, vote.beats > 0, !downbeats.isEmpty else { return nil }
    let all = meterVotes.values.reduce(0) { $0 + $1.beats }
    return MeterEstimate(
      beatsPerBar: beatsPerBar, confidence: vote.confidence / Double(all),
      tatumsPerBeat: tatumVotes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 2,
      downbeats: downbeats)
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

  private static func time(_ frame: Double, start: Double) -> Double {
    start + frame / SpectralFrontEnd.frameRate - onsetDelay
  }
}
