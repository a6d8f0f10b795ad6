import DSP
import Foundation
import TestSignals
import Testing

@Suite struct RealFFTTests {
  private static func power(_ signal: [Float], length: Int) -> [Float] {
    var fft = RealFFT(length: length)
    let window = [Float](repeating: 1, count: signal.count)
    fft.transform(signal.span, window: window.span)
    var power = [Float](repeating: 0, count: fft.bins)
    var output = power.mutableSpan
    fft.power(scale: 1, into: &output)
    return power
  }

  @Test("the powers are those of the sum that defines the transform", arguments: [2, 16, 30, 128])
  func definition(length: Int) {
    let signal = Signals.noise(frames: length, seed: 3)
    let power = Self.power(signal, length: length)
    for k in 0...length / 2 {
      var (re, im) = (0.0, 0.0)
      for (n, x) in signal.enumerated() {
        let phase = 2 * Double.pi * Double(k * n % length) / Double(length)
        re += Double(x) * cos(phase)
        im -= Double(x) * sin(phase)
      }
      #expect(abs(Double(power[k]) - re * re - im * im) < 1e-5)
    }
  }

  @Test("energy is the same in time and in frequency (Parseval)", arguments: [256, 1000, 4096])
  func parseval(length: Int) {
    let signal = Signals.noise(frames: length, seed: 5)
    let power = Self.power(signal, length: length)
    let ends = Double(power[0]) + Double(power[length / 2])
    let inner = power[1..<length / 2].reduce(0.0) { $0 + Double($1) }
    let energy = signal.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs((ends + 2 * inner) / Double(length) / energy - 1) < 1e-5)
  }

  @Test("a signal shorter than the transform is followed by silence, also after a longer one")
  func padding() {
    var fft = RealFFT(length: 64)
    let long = Signals.noise(frames: 64, seed: 1)
    let short = Signals.noise(frames: 20, seed: 2)
    let ones = [Float](repeating: 1, count: 64)
    fft.transform(long.span, window: ones.span)
    fft.transform(short.span, window: ones.span.extracting(0..<20))
    var power = [Float](repeating: 0, count: fft.bins)
    var output = power.mutableSpan
    fft.power(scale: 1, into: &output)
    #expect(power == Self.power(short + Signals.silence(frames: 44), length: 64))
  }

  @Test("the inverse of a power spectrum is the circular autocorrelation")
  func autocorrelation() {
    let length = 32
    let signal = Signals.noise(frames: length, seed: 9)
    let power = Self.power(signal, length: length)
    var fft = RealFFT(length: length)
    var lags = [Float](repeating: 0, count: length)
    var output = lags.mutableSpan
    fft.inverse(power.span, into: &output)
    for lag in 0..<length {
      let sum = (0..<length).reduce(Float(0)) { $0 + signal[$1] * signal[($1 + lag) % length] }
      #expect(abs(lags[lag] / Float(length) - sum) < 1e-4)
    }
  }
}
