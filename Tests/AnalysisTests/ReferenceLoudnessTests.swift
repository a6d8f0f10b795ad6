import CEBUR128
import Sound
import TestSignals
import Testing

@testable import Analysis

/// Our loudness beside libebur128's.
@Suite struct ReferenceLoudnessTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let channels: Int
    let rate: Int
    let isNoise: Bool
    var testDescription: String { "\(name), \(channels) channels at \(rate) Hz" }
  }

  @Test(
    "loudness within 0.05 LU and true peak within 0.1 dB of libebur128's",
    arguments: [
      Case(name: "music", channels: 1, rate: 44_100, isNoise: false),
      Case(name: "music", channels: 2, rate: 44_100, isNoise: false),
      Case(name: "noise", channels: 2, rate: 48_000, isNoise: true),
      Case(name: "music", channels: 2, rate: 96_000, isNoise: false),
      Case(name: "music", channels: 6, rate: 48_000, isNoise: false),
      Case(name: "noise", channels: 1, rate: 22_050, isNoise: true),
      Case(name: "music", channels: 2, rate: 8000, isNoise: false),
      Case(name: "music", channels: 2, rate: 192_000, isNoise: false),
    ])
  func difference(signal: Case) throws {
    let frames = 12 * signal.rate
    let channels = (0..<signal.channels).map { channel -> [Float] in
      let seed = UInt64(channel + 1)
      let sound =
        signal.isNoise
        ? Signals.noise(frames: frames, level: 0.3, seed: seed)
        : Signals.music(frames: frames, sampleRate: signal.rate, seed: seed)
      // Louder and softer in turn, so that gates and range have something to do.
      return sound.indices.map { sound[$0] * ($0 / (3 * signal.rate) % 2 == 0 ? 1 : 0.2) }
    }
    var meter = LoudnessMeter(
      format: PCMFormat(
        sampleRate: SampleRate(hertz: signal.rate), channels: signal.channels))
    meter.consume(channels)
    let ours = meter.finish()
    let theirs = try #require(Self.reference(channels, rate: signal.rate))
    #expect(abs(try #require(ours.integrated) - theirs.integrated) < 0.05)
    #expect(abs(try #require(ours.range) - theirs.range) < 0.05)
    #expect(abs(try #require(ours.truePeak) - theirs.truePeak) < 0.1)
    #expect(abs(try #require(ours.momentaryMax) - theirs.momentaryMax) < 0.05)
    #expect(abs(try #require(ours.shortTermMax) - theirs.shortTermMax) < 0.05)
  }

  private struct Reference {
    var integrated = 0.0
    var range = 0.0
    var truePeak = 0.0
    var momentaryMax = -Double.infinity
    var shortTermMax = -Double.infinity
  }

  private static func reference(_ channels: [[Float]], rate: Int) -> Reference? {
    let modes =
      EBUR128_MODE_I.rawValue | EBUR128_MODE_LRA.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue
    var state = unsafe ebur128_init(UInt32(channels.count), UInt(rate), Int32(modes))
    guard unsafe state != nil else { return nil }
    defer { unsafe ebur128_destroy(&state) }
    let frames = channels[0].count
    var interleaved = [Float](repeating: 0, count: frames * channels.count)
    for (index, channel) in channels.enumerated() {
      for i in 0..<frames { interleaved[i * channels.count + index] = channel[i] }
    }
    var result = Reference()
    // 20 ms at a time: the library tells momentary and short-term loudness for where it stands.
    let step = rate / 50
    for start in stride(from: 0, to: frames, by: step) {
      let count = min(step, frames - start)
      let part = Array(
        interleaved[start * channels.count..<(start + count) * channels.count])
      guard unsafe ebur128_add_frames_float(state, part, count) == 0 else { return nil }
      var loudness = 0.0
      if start + count >= rate * 4 / 10, unsafe ebur128_loudness_momentary(state, &loudness) == 0 {
        result.momentaryMax = max(result.momentaryMax, loudness)
      }
      if start + count >= 3 * rate, unsafe ebur128_loudness_shortterm(state, &loudness) == 0 {
        result.shortTermMax = max(result.shortTermMax, loudness)
      }
    }
    var highest = 0.0
    for channel in channels.indices {
      var peak = 0.0
      _ = unsafe ebur128_true_peak(state, UInt32(channel), &peak)
      highest = max(highest, peak)
    }
    _ = unsafe ebur128_loudness_global(state, &result.integrated)
    _ = unsafe ebur128_loudness_range(state, &result.range)
    result.truePeak = decibels(highest)
    return result
  }

  private static func decibels(_ amplitude: Double) -> Double {
    LoudnessMeter.decibels(amplitude * amplitude) - LoudnessMeter.decibels(1)
  }
}
