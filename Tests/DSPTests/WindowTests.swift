import DSP
import Testing

@Suite struct WindowTests {
  @Test(
    "a periodic window of N samples adds up to its mean times N",
    arguments: [(WindowFunction.hann, 0.5), (.hamming, 0.54), (.blackman, 0.42)])
  func sums(window: WindowFunction, mean: Double) {
    for length in [4, 64, 1024] {
      let sum = window.samples(length).reduce(0.0) { $0 + Double($1) }
      #expect(abs(sum - mean * Double(length)) < 1e-4)
    }
  }

  @Test("Hann windows half overlapped add up to one")
  func overlap() {
    let window = WindowFunction.hann.samples(256)
    for i in 0..<128 { #expect(abs(window[i] + window[i + 128] - 1) < 1e-6) }
  }

  @Test("windows are symmetric around N/2, where they are 1")
  func symmetry() {
    for function in [WindowFunction.hann, .hamming, .blackman] {
      let window = function.samples(64)
      #expect(abs(window[32] - 1) < 1e-6)
      for i in 1..<32 { #expect(abs(window[i] - window[64 - i]) < 1e-6) }
    }
  }
}
