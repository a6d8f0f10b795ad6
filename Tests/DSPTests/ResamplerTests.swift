import DSP
import Foundation
import Sound
import TestSignals
import Testing

@Suite struct ResamplerTests {
  private static func resample(
    _ signal: [Float], from input: Int, to output: Int, blocks: Int
  ) throws -> [Float] {
    var resampler = try Resampler(
      from: SampleRate(hertz: input), to: SampleRate(hertz: output), channels: 1)
    var result: [Float] = []
    var piece: [Float] = []
    for start in stride(from: 0, to: signal.count, by: blocks) {
      let block = Array(signal[start..<min(start + blocks, signal.count)])
      try resampler.consume(block.span, into: &piece)
      result += piece
    }
    try resampler.finish(into: &piece)
    return result + piece
  }

  @Test(
    "N frames become N · output / input, rounded up",
    arguments: [(48_000, 22_050), (8000, 22_050), (192_000, 22_050), (96_000, 48_000)])
  func length(input: Int, output: Int) throws {
    for frames in [0, 1, 999, 20_001] {
      let result = try Self.resample(
        Signals.noise(frames: frames), from: input, to: output, blocks: 4096)
      #expect(result.count == (frames * output + input - 1) / input)
      #expect(
        result.count
          == Resampler.length(
            of: frames, from: SampleRate(hertz: input), to: SampleRate(hertz: output)))
    }
  }

  @Test(
    "a sine comes out in phase and at its level",
    arguments: [(48_000, 22_050), (8000, 22_050), (192_000, 22_050), (44_100, 48_000)])
  func alignment(input: Int, output: Int) throws {
    let signal = Signals.sine(440, frames: input / 2, sampleRate: input)
    let result = try Self.resample(signal, from: input, to: output, blocks: 1000)
    let expected = Signals.sine(440, frames: result.count, sampleRate: output)
    for n in output / 10..<output * 4 / 10 { #expect(abs(result[n] - expected[n]) < 1e-4) }
  }

  @Test("the size of the blocks changes no bit", arguments: [1, 7, 1024])
  func blocks(size: Int) throws {
    let signal = Signals.noise(frames: 6000, seed: 8)
    let whole = try Self.resample(signal, from: 48_000, to: 22_050, blocks: 6000)
    #expect(try Self.resample(signal, from: 48_000, to: 22_050, blocks: size) == whole)
  }

  @Test("several channels come out as each would alone")
  func channels() throws {
    let planes = [Signals.noise(frames: 5000, seed: 1), Signals.noise(frames: 5000, seed: 2)]
    var resampler = try Resampler(
      from: SampleRate(hertz: 96_000), to: SampleRate(hertz: 44_100), channels: 2)
    var first: [[Float]] = []
    var rest: [[Float]] = []
    try resampler.consume(planes, into: &first)
    try resampler.finish(into: &rest)
    for channel in 0..<2 {
      let alone = try Self.resample(planes[channel], from: 96_000, to: 44_100, blocks: 5000)
      #expect(first[channel] + rest[channel] == alone)
    }
  }
}
