import DSP
import Foundation
import Sound
import TestSignals
import Testing

@testable import Analysis

/// CPU seconds of each stage of the analysis for 180 s of music, printed as the table of `docs/descriptors.md`:
/// `ASSONANCE_STAGES=1 swift test -c release -Xswiftc -enable-testing --filter StageCost`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ASSONANCE_STAGES"] != nil))
struct StageCostTests {
  private static let seconds = 180.0
  private static let rate = 44_100

  /// The least CPU time of `rounds` rounds of `work`, in milliseconds.
  private func cost<T>(_ name: String, rounds: Int = 5, _ work: () throws -> T) rethrows -> T {
    var best = Double.infinity
    var result = try work()
    for _ in 0..<rounds {
      let start = clock()
      result = try work()
      best = min(best, Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1000)
    }
    print("| \(name) | \(String(format: "%.0f", best)) |")
    return result
  }

  @Test("stages")
  func stages() throws {
    let half = Int(Self.seconds) * Self.rate / 2
    let groove = Pieces.groove(
      bpm: 124, seconds: Self.seconds / 2, sampleRate: Self.rate)
    let cadence = Pieces.cadence(
      tonic: 2, isMinor: true, seconds: Self.seconds / 2, sampleRate: Self.rate)
    let left = (groove + groove).prefix(2 * half).enumerated().map { n, x in
      0.5 * x + 0.5 * cadence[n % cadence.count]
    }
    let right = left.map { 0.9 * $0 }
    let format = PCMFormat(sampleRate: SampleRate(hertz: Self.rate), channels: 2)
    let blocks = stride(from: 0, to: left.count, by: PCMBlock.standardFrames).map { start in
      let end = min(start + PCMBlock.standardFrames, left.count)
      return PCMBlock(
        format: format, channels: [Array(left[start..<end]), Array(right[start..<end])])
    }
    print("| stage | ms |\n| --- | --- |")
    cost("loudness and true peak") {
      var meter = LoudnessMeter(format: format)
      for block in blocks { meter.consume(block.channels) }
      return meter.finish().integrated
    }
    cost("waveform") {
      var waveform = WaveformBuilder(format: format)
      for block in blocks { waveform.consume(block) }
      return waveform.finish()
    }
    let chapter = try cost("front end: mix, resampling, spectra, bands, peaks") {
      var frontEnd = try SpectralFrontEnd(format: format, downmix: .mid)
      for block in blocks { try frontEnd.consume(block) }
      return try frontEnd.finish()
    }
    let active = 0..<chapter.melBands.count / SpectralFrontEnd.melBands.count
    let timbre = cost("timbre") {
      var timbre = TimbreSummary()
      timbre.add(chapter, gain: 1, active: active)
      return timbre
    }
    let voices = cost("voices, speech, audience, texture") {
      var voices = VoiceSummary()
      voices.add(chapter, start: 0, gain: 1, active: active)
      return voices
    }
    let tonal = cost("tonality: chroma") {
      var tonal = TonalSummary()
      tonal.add(chapter)
      return tonal
    }
    let onsets = cost("onsets") {
      OnsetStrength(chapter, gain: 1, active: 0..<chapter.frames)
    }
    let rhythm = cost("tempo, beats, bars") {
      var rhythm = RhythmSummary()
      rhythm.add(onsets, pitches: PitchTrace(chapter.tonalPeaks), start: 0, shape: timbre.shape)
      return rhythm
    }
    cost("structure and segments, first half") {
      var structure = StructureSummary()
      structure.add(chapter, start: 0, gain: 1, strength: onsets.total, tuning: 0)
      return structure.timbreFrames
    }
    cost("seven descriptors") {
      let features = TrackFeatures(timbre: timbre, rhythm: rhythm, tonal: tonal, voices: voices)
      var analysis = TrackAnalysis(
        version: 0, duration: Self.seconds, sampleRate: Self.rate, channels: 2, downmix: .mid,
        tempo: TempoEstimator.estimate(rhythm), beats: [], key: nil,
        loudness: Loudness(
          integrated: -14, range: 1, momentaryMax: -10, shortTermMax: -12, truePeak: -1),
        descriptors: Descriptors(), features: features)
      analysis.descriptors = Descriptors(of: analysis)
      return analysis.descriptors
    }
    let whole = try cost("everything, with key, chords, sections and highlight") {
      var analyser = try TrackAnalyser(format: format)
      for block in blocks { try analyser.consume(block) }
      return try analyser.finish()
    }
    #expect(whole.descriptors.liveness != nil)
  }
}
