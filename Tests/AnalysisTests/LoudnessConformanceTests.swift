import RealModule
import Sound
import TestSignals
import Testing

@testable import Analysis

/// The signals of EBU Tech 3341 (2023), Table 1, that move in time, synthesised; cases 7 and 8 are recordings
/// and not here.
@Suite struct LoudnessConformanceTests {
  /// `times` times over.
  private static func repeated(
    _ times: Int, _ steps: [(level: Double, seconds: Double)]
  ) -> [Float] {
    let once = Tones.steps(steps)
    return (0..<times).flatMap { _ in once }
  }

  private static func isSteady(
    _ fineSteps: [Float], seconds: Double, from start: Double
  ) -> Bool {
    let length = Int(seconds * 50)
    return (Int(start * 50)..<fineSteps.count).allSatisfy { end in
      let mean = fineSteps[end - length..<end].reduce(0) { $0 + Double($1) } / Double(length)
      return abs(LoudnessMeter.decibels(mean) + 23) < 0.1
    }
  }

  private static func meter(_ signal: [Float]) -> LoudnessMeter {
    var meter = LoudnessMeter(
      format: PCMFormat(sampleRate: SampleRate(hertz: LoudnessTests.rate), channels: 2))
    meter.consume([signal, signal])
    return meter
  }

  @Test("short-term loudness of steps that fill 3 s is constant after 3 s (case 9)")
  func shortTermConstant() {
    let meter = Self.meter(Self.repeated(5, [(-20, 1.34), (-30, 1.66)]))
    #expect(Self.isSteady(meter.fineSteps, seconds: 3, from: 3.1))
  }

  @Test("momentary loudness of steps that fill 0.4 s is constant after 1 s (case 12)")
  func momentaryConstant() {
    let meter = Self.meter(Self.repeated(25, [(-20, 0.18), (-30, 0.22)]))
    #expect(Self.isSteady(meter.fineSteps, seconds: 0.4, from: 1))
  }

  @Test("the highest short-term loudness is found wherever 3 s begin (case 10)", arguments: 0..<20)
  func shortTermMax(segment: Int) throws {
    let lead = Signals.silence(frames: segment * LoudnessTests.rate * 15 / 100)
    let tail = Signals.silence(frames: LoudnessTests.rate)
    let signal = lead + Tones.steps([(-23, 3)]) + tail
    let loudness = LoudnessTests.measure([signal, signal])
    #expect(abs(try #require(loudness.shortTermMax) + 23) < 0.1)
  }

  @Test("the highest momentary loudness is found wherever 0.4 s begin (case 13)", arguments: 0..<20)
  func momentaryMax(segment: Int) throws {
    let lead = Signals.silence(frames: segment * LoudnessTests.rate * 2 / 100)
    let tail = Signals.silence(frames: LoudnessTests.rate)
    let signal = lead + Tones.steps([(-23, 0.4)]) + tail
    let loudness = LoudnessTests.measure([signal, signal])
    #expect(abs(try #require(loudness.momentaryMax) + 23) < 0.1)
  }

  @Test("rising tones have the maxima of the last and loudest (after cases 11 and 14)")
  func rising() throws {
    var signal: [Float] = []
    for step in 0..<20 {
      signal += Signals.silence(frames: step * LoudnessTests.rate * 2 / 100)
      signal += Tones.steps([(level: Double(step - 38), seconds: 0.4)])
    }
    let loudness = LoudnessTests.measure([signal, signal])
    #expect(abs(try #require(loudness.momentaryMax) + 19) < 0.1)
  }

  @Test(
    "a single peak between samples is found at every quarter of a sample (after cases 20 to 23)",
    arguments: 0..<4)
  func singlePeak(quarter: Int) throws {
    // A tone at a sixth of the rate that swells to full scale once, in a window too long to leave the band.
    let signal = (0..<LoudnessTests.rate / 2).map { n -> Float in
      let t = Double(n - LoudnessTests.rate / 4) + Double(quarter) / 4
      let isSwelling = abs(t) < 24
      let swell = isSwelling ? 0.5 + 0.5 * Double.cos(Double.pi * t / 24) : 0
      let tone = Double.cos(Double.pi * t / 3)
      return Float(0.5 * (1 + swell) * tone)
    }
    let peak = try #require(LoudnessTests.measure([signal, signal]).truePeak)
    #expect(peak < 0.2 && peak > -0.4)
  }
}
