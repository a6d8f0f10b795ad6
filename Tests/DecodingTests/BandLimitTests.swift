import DSP
import Decoding
import Sound
import TestSignals
import Testing

@Suite("Where a spectrum breaks off")
struct BandLimitTests {
  let folder: ScratchFolder
  init() throws { folder = try ScratchFolder() }

  private func report(
    _ samples: [Float], rate: Int, depth: WaveBytes.Depth = .integer16, blocks: Int = 4_096
  ) throws -> DecodingReport {
    var wave = WaveBytes()
    wave.rate = rate
    wave.channels = 1
    wave.mask = 4
    wave.depth = depth
    return try Decoded(folder.write(wave.file(samples.map(Double.init))), frames: blocks).report
  }

  /// Eight seconds of noise that were at `rate` once.
  private func noise(from rate: Int, to target: Int) throws -> [Float] {
    let noise = Signals.noise(frames: 8 * rate, level: 0.2)
    guard rate != target else { return noise }
    var resampler = try Resampler(
      from: SampleRate(hertz: rate), to: SampleRate(hertz: target), channels: 1)
    var (result, rest): ([Float], [Float]) = ([], [])
    try resampler.consume(noise.span, into: &result)
    try resampler.finish(into: &rest)
    return result + rest
  }

  @Test(
    "noise that was converted from a lower rate is called so",
    arguments: [(22_050, 44_100), (32_000, 44_100), (44_100, 96_000), (48_000, 192_000)])
  func upsampled(from rate: Int, to target: Int) throws {
    let report = try report(try noise(from: rate, to: target), rate: target)
    let limit = try #require(report.evidence.bandLimit)
    #expect(limit.origin(at: report.format.sampleRate) == .upsampled(from: rate))
    #expect(report.warnings.map(\.code) == ["upsampled"])
    #expect(!report.isDamaged)
  }

  @Test("a cut at 16.5 kHz is an encoder's")
  func lossy() throws {
    // Half of 33 kHz: no customary rate ends there.
    let report = try report(try noise(from: 34_000, to: 44_100), rate: 44_100)
    #expect(report.warnings.map(\.code) == ["lossy_source"])
    #expect(report.evidence.bandLimit.map { abs($0.frequency - 16_500) < 500 } == true)
  }

  @Test("blocks of any size find the same place")
  func blocks() throws {
    let samples = try noise(from: 32_000, to: 44_100)
    let whole = try report(samples, rate: 44_100, blocks: 1 << 20).evidence
    for size in [1_000, 4_097, 30_000] {
      #expect(try report(samples, rate: 44_100, blocks: size).evidence == whole)
    }
  }

  @Test("noise of the full width, dull music, a lone tone and a short file are left alone")
  func innocent() throws {
    #expect(try report(noise(from: 44_100, to: 44_100), rate: 44_100).warnings.isEmpty)
    let music = Signals.music(frames: 8 * 44_100, sampleRate: 44_100)
    #expect(try report(music, rate: 44_100).evidence.bandLimit == nil)
    let tone = Signals.sine(12_000, frames: 8 * 44_100, sampleRate: 44_100)
    #expect(try report(tone, rate: 44_100).evidence.bandLimit == nil)
    let short = Array(try noise(from: 22_050, to: 44_100).prefix(2 * 44_100))
    #expect(try report(short, rate: 44_100).evidence.bandLimit == nil)
  }
}
