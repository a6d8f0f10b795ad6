import DSP
import Foundation
import TestSignals
import Testing

@Suite struct HalfBandDecimatorTests {
  private static func decimate(_ signal: [Float], blocks: Int) -> [Float] {
    var decimator = HalfBandDecimator()
    var result: [Float] = []
    var piece: [Float] = []
    for start in stride(from: 0, to: signal.count, by: blocks) {
      decimator.consume(Array(signal[start..<min(start + blocks, signal.count)]), into: &piece)
      result += piece
    }
    decimator.finish(into: &piece)
    return result + piece
  }

  /// Amplitude of the output for a sine of `frequency` (share of the old rate), away from the ends.
  private static func gain(_ frequency: Double) -> Double {
    let signal = Signals.sine(frequency, frames: 4000, sampleRate: 1, level: 1)
    let output = decimate(signal, blocks: 4000)[200..<1800]
    return (2 * output.reduce(0.0) { $0 + Double($1) * Double($1) } / 1600).squareRoot()
  }

  @Test(
    "the pass band is flat within 0.01 dB up to 0.21 of the old rate",
    arguments: [0.01, 0.1, 0.2, 0.21])
  func passBand(frequency: Double) {
    #expect(abs(20 * log10(Self.gain(frequency))) < 0.01)
  }

  @Test(
    "the stop band lies 80 dB down from 0.29 of the old rate on",
    arguments: [0.2901, 0.33, 0.4, 0.49])
  func stopBand(frequency: Double) {
    #expect(20 * log10(Self.gain(frequency)) < -80)
  }

  @Test("output n stands at input 2n: a slow sine comes out in phase")
  func alignment() {
    let signal = Signals.sine(0.01, frames: 2000, sampleRate: 1)
    let output = Self.decimate(signal, blocks: 300)
    for n in 50..<950 { #expect(abs(output[n] - signal[2 * n]) < 1e-4) }
  }

  @Test("N samples give half as many, an odd one rounded up", arguments: [0, 1, 2, 31, 100, 101])
  func length(frames: Int) {
    #expect(Self.decimate(Signals.noise(frames: frames), blocks: 50).count == (frames + 1) / 2)
  }

  @Test("the size of the blocks changes no bit", arguments: [1, 2, 7, 1024])
  func blocks(size: Int) {
    let signal = Signals.noise(frames: 3001, seed: 8)
    #expect(Self.decimate(signal, blocks: size) == Self.decimate(signal, blocks: 3001))
  }
}
