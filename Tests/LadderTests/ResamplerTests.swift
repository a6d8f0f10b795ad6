import DSP
import Sound
import TestSignals
import Testing

@Suite struct ResamplerTests {
  private func run(
    _ plane: [Float], from: Int, to: Int, blocks: Int = 1000
  ) throws -> [Float] {
    var resampler = try Resampler(
      from: SampleRate(hertz: from), to: SampleRate(hertz: to), channels: 1)
    var result: [Float] = []
    var piece: [Float] = []
    var start = 0
    while start < plane.count {
      let end = min(plane.count, start + blocks)
      try resampler.consume(plane.span.extracting(start..<end), into: &piece)
      result += piece
      start = end
    }
    try resampler.finish(into: &piece)
    return result + piece
  }

  @Test(
    "⌈N · output / input⌉ frames leave", arguments: [0, 1, 2, 3, 777, 10_000],
    [(44_100, 22_050), (96_000, 48_000), (192_000, 44_100), (4_000, 8_000), (384_000, 48_000)])
  func length(frames: Int, rates: (Int, Int)) throws {
    let result = try run(Signals.noise(frames: frames), from: rates.0, to: rates.1)
    #expect(result.count == (frames * rates.1 + rates.0 - 1) / rates.0)
  }

  @Test("a tone in the pass band keeps its level and its phase from the first second on")
  func alignment() throws {
    for (from, to) in [(44_100, 22_050), (96_000, 48_000), (48_000, 22_050), (192_000, 48_000)] {
      let result = try run(
        Signals.sine(1_000, frames: from, sampleRate: from), from: from, to: to)
      let wanted = Signals.sine(1_000, frames: to, sampleRate: to)
      let worst = (1_000..<to - 1_000).map { (result[$0] - wanted[$0]).magnitude }.max() ?? 1
      #expect(worst < 1e-4, "\(from) to \(to)")
    }
  }

  @Test("the size of the blocks changes no sample", arguments: [1, 7, 1024, 1 << 20])
  func blocks(size: Int) throws {
    let noise = Signals.noise(frames: 9_001)
    let reference = try run(noise, from: 44_100, to: 22_050)
    #expect(try run(noise, from: 44_100, to: 22_050, blocks: size) == reference)
  }

  @Test("what lies above the new Nyquist frequency is gone")
  func aliasing() throws {
    let result = try run(
      Signals.sine(15_000, frames: 44_100, sampleRate: 44_100), from: 44_100, to: 22_050)
    #expect((result[2_000..<20_000].map(\.magnitude).max() ?? 1) < 1e-4)
  }
}
