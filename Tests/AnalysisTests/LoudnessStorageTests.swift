import Sound
import TestSignals
import Testing

@testable import Analysis

/// What is kept of a track's loudness: the histogram that albums are made of, and the curve.
@Suite struct LoudnessStorageTests {
  private static func meter(_ channels: [[Float]]) -> LoudnessMeter {
    var meter = LoudnessMeter(
      format: PCMFormat(
        sampleRate: SampleRate(hertz: LoudnessTests.rate), channels: channels.count))
    meter.consume(channels)
    return meter
  }

  private static func histogram(_ meter: LoudnessMeter) -> LoudnessHistogram {
    LoudnessHistogram(blocks: meter.blocks)
  }

  /// Music that is loud and soft in turn.
  private static func track(_ seed: UInt64, level: Float) -> [Float] {
    let music = Signals.music(
      frames: 12 * LoudnessTests.rate, sampleRate: LoudnessTests.rate, seed: seed)
    return music.indices.map {
      music[$0] * level * ($0 / (3 * LoudnessTests.rate) % 2 == 0 ? 1 : 0.3)
    }
  }

  @Test("the histogram alone gives a track's integrated loudness")
  func single() throws {
    let meter = Self.meter([Self.track(1, level: 0.5)])
    var copy = meter
    let integrated = try #require(copy.finish().integrated)
    let told = try #require(LoudnessHistogram.integrated([Self.histogram(meter)]))
    #expect(abs(told - integrated) < 0.005)
  }

  @Test("an album's loudness is that of all its tracks' blocks together")
  func album() throws {
    let tracks = [(1, 0.8), (2, 0.1), (3, 0.4)].map { Self.track($0.0, level: $0.1) }
    let meters = tracks.map { Self.meter([$0]) }
    let histograms = meters.map(Self.histogram)
    let whole = try #require(LoudnessMeter.integrated(meters.flatMap(\.blocks)))
    let album = try #require(LoudnessHistogram.integrated(histograms))
    #expect(abs(album - whole) < 0.005)
    #expect(abs(try #require(LoudnessHistogram.albumGain(histograms)) - (-18 - album)) < 1e-9)
    // The quiet track hardly counts: its own loudness lies far below the album's.
    let quiet = try #require(LoudnessHistogram.integrated([histograms[1]]))
    #expect(quiet < album - 10)
  }

  @Test("an album of silence has no loudness")
  func silence() {
    let meter = Self.meter([Signals.silence(frames: LoudnessTests.rate)])
    #expect(Self.histogram(meter).classes.isEmpty)
    #expect(LoudnessHistogram.integrated([Self.histogram(meter)]) == nil)
    #expect(LoudnessHistogram.albumGain([]) == nil)
  }

  @Test("the curve follows the level, second by second")
  func curve() {
    let signal = Tones.steps([(-20, 10), (-40, 10)])
    let curve = LoudnessCurve(steps: Self.meter([signal, signal]).steps)
    #expect(curve.hop == 1 && curve.values.count == 20)
    #expect(abs(curve.values[0] + 20) < 0.1 && abs(curve.values[5] + 20) < 0.1)
    #expect(abs(curve.values[15] + 40) < 0.1 && abs(curve.values[19] + 40) < 0.1)
    // The 3 s around the middle of the tenth second hold 2 s of the loud part, those of the next one 1 s.
    #expect(abs(curve.values[9] + 21.76) < 0.1 && abs(curve.values[10] + 24.74) < 0.1)
  }

  @Test("the curve of a long mix has no more than 600 points, of silence the gate's value")
  func longCurve() {
    let curve = LoudnessCurve(steps: Array(repeating: 0, count: 36_000))
    #expect(curve.hop == 6 && curve.values.count == 600)
    #expect(curve.values.allSatisfy { $0 == -70 })
    #expect(LoudnessCurve(steps: []).values.isEmpty)
  }
}
