import Sound
import TestSignals
import Testing

@testable import Analysis

/// The signals of EBU Tech 3341 (2023), Table 1, and Tech 3342 (2023), Table 1, synthesised.
@Suite struct LoudnessTests {
  static let rate = 48_000

  static func measure(_ channels: [[Float]], sampleRate: Int = rate) -> Loudness {
    var meter = LoudnessMeter(
      format: PCMFormat(sampleRate: SampleRate(hertz: sampleRate), channels: channels.count))
    meter.consume(channels)
    return meter.finish()
  }

  @Test(
    "integrated loudness of a steady stereo sine is its level (Tech 3341, cases 1 and 2)",
    arguments: [-23.0, -33.0])
  func steady(level: Double) throws {
    let sine = Tones.steps([(level, 20)])
    let loudness = Self.measure([sine, sine])
    #expect(abs(try #require(loudness.integrated) - level) < 0.1)
    #expect(abs(try #require(loudness.momentaryMax) - level) < 0.1)
    #expect(abs(try #require(loudness.shortTermMax) - level) < 0.1)
    #expect(try #require(loudness.range) < 0.1)
  }

  struct Programme: Sendable {
    let levels: [Double]
    let seconds: [Double]
    /// Of loudness or of its range.
    let expected: Double
  }

  @Test(
    "quiet stretches are gated (Tech 3341, cases 3 to 5)",
    arguments: [
      Programme(levels: [-36, -23, -36], seconds: [10, 60, 10], expected: -23),
      Programme(levels: [-72, -36, -23, -36, -72], seconds: [10, 10, 60, 10, 10], expected: -23),
      Programme(levels: [-26, -20, -26], seconds: [20, 20.1, 20], expected: -23),
    ])
  func gating(programme: Programme) throws {
    let sine = Tones.steps(zip(programme.levels, programme.seconds).map { ($0, $1) })
    #expect(abs(try #require(Self.measure([sine, sine]).integrated) - programme.expected) < 0.1)
  }

  @Test("surround channels count 1.5 dB more (Tech 3341, case 6)")
  func surround() throws {
    let loudness = Self.measure([-28, -28, -24, -30, -30].map { Tones.steps([($0, 20)]) })
    #expect(abs(try #require(loudness.integrated) + 23) < 0.1)
  }

  @Test("the low-frequency channel does not count, and rear channels behind sides are no surround")
  func eightChannels() throws {
    let sine = Tones.steps([(-23, 5)])
    let silent = Signals.silence(frames: sine.count)
    func loudness(of channel: Int) -> Double? {
      Self.measure((0..<8).map { $0 == channel ? sine : silent }).integrated
    }
    let front = try #require(loudness(of: 0))
    #expect(loudness(of: 3) == nil)
    #expect(abs(try #require(loudness(of: 4)) - front) < 0.01)
    #expect(abs(try #require(loudness(of: 6)) - front - 1.49) < 0.02)
  }

  @Test(
    "the true peak between the samples is found (Tech 3341, cases 15 to 19)",
    arguments: [
      (4.0, 0.0, 0.5, -6.0), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6),
      (4, 45, 1.41, 3),
    ])
  func truePeak(divisor: Double, degrees: Double, level: Double, expected: Double) throws {
    let sine = Signals.sine(
      48_000 / divisor, frames: 48_000, sampleRate: 48_000, level: level,
      phase: degrees * .pi / 180)
    // The beginning is a step, which rings; the standard's signals fade in.
    let faded = sine.indices.map {
      sine[$0] * Float(min(1, Double($0) / 4800, Double(sine.count - $0) / 4800))
    }
    let peak = try #require(Self.measure([faded, faded]).truePeak)
    #expect(peak < expected + 0.2 && peak > expected - 0.4)
  }

  @Test(
    "loudness range is the span of the steps (Tech 3342, cases 1 to 4)",
    arguments: [
      Programme(levels: [-20, -30], seconds: [20, 20], expected: 10),
      Programme(levels: [-20, -15], seconds: [20, 20], expected: 5),
      Programme(levels: [-40, -20], seconds: [20, 20], expected: 20),
      Programme(levels: [-50, -35, -20, -35, -50], seconds: [20, 20, 20, 20, 20], expected: 15),
    ])
  func range(programme: Programme) throws {
    let sine = Tones.steps(zip(programme.levels, programme.seconds).map { ($0, $1) })
    #expect(abs(try #require(Self.measure([sine, sine]).range) - programme.expected) < 1)
  }

  @Test("there is no loudness below the gate, nor in less than 400 ms; a peak there is")
  func noAnswer() {
    let quiet = Self.measure([Tones.steps([(-75, 5)])])
    #expect(quiet.integrated == nil && quiet.range == nil && quiet.momentaryMax == nil)
    let short = Self.measure([Tones.steps([(-20, 0.3)])])
    #expect(short.integrated == nil && short.shortTermMax == nil)
    #expect(short.truePeak != nil)
    let silent = Self.measure([Signals.silence(frames: 48_000)])
    #expect(silent == Loudness())
  }

  @Test("the size of the blocks changes nothing", arguments: [1, 7, 1024])
  func blocks(size: Int) throws {
    let signal = Signals.music(frames: 4 * 44_100, sampleRate: 44_100)
    let other = Signals.noise(frames: signal.count, seed: 4)
    let whole = Self.measure([signal, other], sampleRate: 44_100)
    var meter = LoudnessMeter(format: PCMFormat(sampleRate: SampleRate(hertz: 44_100), channels: 2))
    for start in stride(from: 0, to: signal.count, by: size) {
      let range = start..<min(start + size, signal.count)
      meter.consume([Array(signal[range]), Array(other[range])])
    }
    let pieces = meter.finish()
    // Sums of squares are added up in another order: double precision's last digits.
    #expect(abs(try #require(pieces.integrated) - #require(whole.integrated)) < 1e-9)
    #expect(abs(try #require(pieces.shortTermMax) - #require(whole.shortTermMax)) < 1e-9)
    #expect(pieces.truePeak == whole.truePeak)
  }
}
