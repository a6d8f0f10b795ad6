import DSP
import TestSignals
import Testing

@Suite struct ShortTimeSpectrumTests {
  private static func frames(_ signal: [Float], blocks: Int, hop: Int = 32) -> [[Float]] {
    var spectrum = ShortTimeSpectrum(frameLength: 128, hopLength: hop, window: .hann)
    var magnitudes = [Float](repeating: 0, count: spectrum.bins)
    var frames: [[Float]] = []
    for start in stride(from: 0, to: signal.count, by: blocks) {
      spectrum.push(Array(signal[start..<min(start + blocks, signal.count)]))
      while spectrum.next(into: &magnitudes) { frames.append(magnitudes) }
    }
    spectrum.pushEnd()
    while spectrum.next(into: &magnitudes) { frames.append(magnitudes) }
    return frames
  }

  @Test("a sine of amplitude a on a bin reads a/2 there, and a quarter in its neighbours")
  func sine() {
    let signal = Signals.sine(8.0 / 128, frames: 1000, sampleRate: 1, level: 0.5)
    let frame = Self.frames(signal, blocks: 1000)[10]
    #expect(abs(frame[8] - 0.25) < 1e-5)
    #expect(abs(frame[7] - 0.125) < 1e-5 && abs(frame[9] - 0.125) < 1e-5)
    #expect(frame[..<6].allSatisfy { $0 < 1e-5 })
  }

  @Test(
    "there is a frame for each hop that begins within the stream", arguments: [1, 31, 32, 33, 1000])
  func count(frames: Int) {
    #expect(Self.frames(Signals.noise(frames: frames), blocks: 100).count == (frames + 31) / 32)
  }

  @Test("frame n is centred on sample n·hop: it is loudest where the click is")
  func centred() {
    let signal = Signals.clicks(frames: 1000, period: 2000, offset: 320)
    let levels = Self.frames(signal, blocks: 77).map { $0.reduce(0, +) }
    #expect(levels.indices.max { levels[$0] < levels[$1] } == 10)
    #expect(abs(levels[9] - levels[11]) < 1e-5)
  }

  @Test("the size of the blocks changes no bit", arguments: [1, 7, 1024])
  func blocks(size: Int) {
    let signal = Signals.noise(frames: 2000, seed: 2)
    #expect(Self.frames(signal, blocks: size) == Self.frames(signal, blocks: 2000))
  }
}
