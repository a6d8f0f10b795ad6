import DSP
import RealModule
public import Sound

/// Measures a track while its blocks go by.
///
/// Remembers one chapter of small spectra (at most eleven minutes), sums, and what the answer tells of every moment
/// (pitches, timbre, segments, landmarks: some 10 MB an hour). The result does not depend on the sizes of the blocks.
public struct TrackAnalyser: ~Copyable {
  /// LUFS to which the mono mix of every track is brought before its spectra are compressed.
  ///
  /// So a file's gain changes nothing but its loudness. chosen: where the mix of a stereo file stands that
  /// plays at the streaming services' −14 LUFS.
  private static let referenceLoudness = -17.0
  /// dB; a near-silent file is not blown up beyond this.
  private static let largestGain = 60.0

  private let format: PCMFormat
  private let downmix: Downmix.Kind
  private var frontEnd: SpectralFrontEnd
  private var meter: LoudnessMeter
  private(set) var rhythm = RhythmSummary()
  private var tonal = TonalSummary()
  private var timbre = TimbreSummary()
  private(set) var structure = StructureSummary()
  private(set) var voices = VoiceSummary()
  private var waveform: WaveformBuilder
  private var frames = 0
  private var phases = PhaseComparison()

  /// - Throws: `AnalysisError.resampling` for a rate that cannot be brought to 22 050 Hz.
  public init(format: PCMFormat, downmix: Downmix.Kind = .mid) throws(AnalysisError) {
    self.format = format
    self.downmix = downmix
    frontEnd = try SpectralFrontEnd(format: format, downmix: downmix)
    meter = LoudnessMeter(format: format)
    waveform = WaveformBuilder(format: format)
  }

  /// Takes the next block.
  ///
  /// Its samples are numbers: Decoding puts silence in the place of what is none.
  public mutating func consume(_ block: PCMBlock) throws(AnalysisError) {
    frames += block.frames
    meter.consume(block.channels)
    waveform.consume(block)
    phases.consume(block)
    try frontEnd.consume(block)
    while let chapter = frontEnd.nextChapter() { close(chapter) }
  }

  /// Whether `rhythm.inputs` are kept, which nothing but the fits needs.
  var keepsRhythmReadings: Bool {
    get { rhythm.keepsInputs }
    set { rhythm.keepsInputs = newValue }
  }

  /// Whether `voices.inputs` are kept, likewise.
  var keepsVoiceReadings: Bool {
    get { voices.keepsInputs }
    set { voices.keepsInputs = newValue }
  }

  /// True where the channels cancel each other, so that the analysis of their sum says nothing: analyse again
  /// with `Downmix.Kind.first`.
  public var isOutOfPhase: Bool { downmix == .mid && phases.isOutOfPhase }

  /// Ends the track and returns what was measured.
  ///
  /// To be called once.
  public mutating func finish() throws(AnalysisError) -> TrackAnalysis {
    let loudness = meter.finish()
    close(try frontEnd.finish())
    var analysis = TrackAnalysis(
      version: AnalysisVersion.current, duration: format.sampleRate.seconds(frames),
      sampleRate: format.sampleRate.hertz, channels: format.channels, downmix: downmix, tempo: nil,
      beats: [], key: nil, loudness: loudness, descriptors: Descriptors(), features: nil)
    analysis.details = TrackDetails(
      structure, meter: meter, waveform: waveform.finish(), duration: analysis.duration)
    analysis.landmarks = frontEnd.landmarks()
    guard loudness.integrated != nil else { return analysis }
    analysis.tempo = TempoEstimator.estimate(rhythm)
    analysis.beats = analysis.tempo == nil ? [] : rhythm.beats
    analysis.meter = analysis.tempo == nil ? nil : rhythm.meter
    addHarmony(to: &analysis)
    addStructure(to: &analysis)
    // Nothing to describe where the channels sound and their mix does not.
    guard timbre.count > 0 else { return analysis }
    analysis.features = TrackFeatures(
      timbre: timbre, rhythm: rhythm, tonal: tonal, voices: voices)
    analysis.descriptors = Descriptors(of: analysis)
    return analysis
  }

  private func addHarmony(to analysis: inout TrackAnalysis) {
    analysis.key = KeyClassifier.estimate(tonal)
    analysis.keySpans = analysis.key.flatMap {
      KeyTimeline.spans(tonal, main: $0, duration: analysis.duration)
    }
    let sequence = ChordSequence(
      tonal.pitches, beats: analysis.beats, duration: analysis.duration)
    let chords = sequence.chords()
    analysis.chords = chords
    analysis.harmony = Harmony(sequence, chords: chords, duration: analysis.duration)
  }

  /// Adds what follows from the tempo, the beats and the key found before.
  private func addStructure(to analysis: inout TrackAnalysis) {
    analysis.fades = Fades(steps: meter.steps, duration: analysis.duration)
    let grid = MetricalGrid(
      beats: analysis.beats, downbeats: analysis.meter?.downbeats ?? [],
      beatsPerBar: analysis.meter?.beatsPerBar,
      beatsPerBarConfidence: analysis.meter?.confidence ?? 0)
    let units = StructureUnits(structure, beats: grid.beats, duration: analysis.duration)
    let builder = SectionBuilder(
      summary: structure, units: units, grid: grid, tempo: analysis.tempo,
      key: analysis.key?.key, meter: meter)
    let sections = builder.sections()
    analysis.sections = sections
    analysis.highlight = Highlight(of: sections, duration: analysis.duration)
  }

  /// Takes a chapter into the summaries, at the gain that its own loudness asks for.
  private mutating func close(_ chapter: SpectralChapter) {
    let start = Double(chapter.firstFrame) / SpectralFrontEnd.frameRate
    let length = Double(chapter.frames) / SpectralFrontEnd.frameRate
    let steps = Int(start * 10)..<Int(((start + length) * 10).rounded(.up))
    guard let loudness = frontEnd.level.integrated(steps: steps) else {
      return structure.addSilence(start: start)
    }
    let decibels = min(Self.referenceLoudness - loudness, Self.largestGain)
    let gain = Float(Double.pow(10, decibels / 20))
    tonal.add(chapter)
    let active = activeMelFrames(chapter, steps: steps, loudness: loudness)
    timbre.add(chapter, gain: gain, active: active)
    voices.add(chapter, start: start, gain: gain, active: active)
    let onsetFrames = 2 * active.lowerBound..<2 * active.upperBound
    let onsets = OnsetStrength(chapter, gain: gain, active: onsetFrames)
    rhythm.add(
      onsets, pitches: PitchTrace(chapter.tonalPeaks), start: start, shape: timbre.shape)
    structure.add(
      chapter, start: start, gain: gain, strength: onsets.total, tuning: tonal.tuning.cents)
  }

  /// The mel frames between the first and the last moment within 40 LU of the chapter's loudness: silence at
  /// the ends says nothing about the music.
  private func activeMelFrames(
    _ chapter: SpectralChapter, steps: Range<Int>, loudness: Double
  ) -> Range<Int> {
    let bands = SpectralFrontEnd.melBands.count
    let all = 0..<chapter.melBands.count / bands
    let energies = frontEnd.level.steps
    let range = steps.clamped(to: energies.indices)
    let audible = { (step: Int) in
      energies[step] > 0 && LoudnessMeter.decibels(energies[step]) > loudness - 40
    }
    guard let first = range.first(where: audible), let last = range.last(where: audible) else {
      return all
    }
    let perStep = SpectralFrontEnd.frameRate / 2 / 10
    let low = Int(Double(first - steps.lowerBound) * perStep)
    let high = Int(Double(last + 1 - steps.lowerBound) * perStep)
    return (low..<max(low, high)).clamped(to: all)
  }
}
