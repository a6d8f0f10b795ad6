import DSP
import Foundation
import Testing

@Suite struct LogarithmTests {
  @Test(
    "the error is below 1.3e-7: of the result where it is large, absolute where it is below one")
  func errorBound() {
    var worstNear = 0.0
    var worstRelative = 0.0
    var x: Float = 1e-30
    while x < 1e30 {
      let exact = log(Double(x))
      let error = abs(Double(Logarithm.natural(x)) - exact)
      if abs(exact) < 1 { worstNear = max(worstNear, error) }
      if abs(exact) >= 1 { worstRelative = max(worstRelative, error / abs(exact)) }
      x *= 1.000_37
    }
    #expect(worstNear < 1e-7)
    #expect(worstRelative < 1.3e-7)
  }

  @Test("zero and what is below the smallest normal number read as that number's logarithm")
  func zero() {
    for x in [Float(0), .leastNonzeroMagnitude, .leastNormalMagnitude] {
      #expect(abs(Logarithm.natural(x) + 87.3365) < 1e-3)
    }
  }

  @Test("compression is ln(1 + gain·x), written from the place that was asked for")
  func compression() {
    let input: [Float] = [0, 0.001, 1]
    var output: [Float] = [7, 7, 7, 7, 7]
    var span = output.mutableSpan
    Logarithm.compress(input.span, gain: 1000, into: &span, from: 1)
    #expect(output[0] == 7 && output[4] == 7)
    #expect(abs(output[1]) < 1e-6)
    #expect(abs(output[2] - Float(log(2.0))) < 1e-6)
    #expect(abs(output[3] - Float(log(1001.0))) < 2e-6)
  }
}
