import DSP
import TestSignals
import Testing

@Suite struct CosineTransformTests {
  private static func apply(_ transform: CosineTransform, _ input: [Float]) -> [Float] {
    var output = [Float](repeating: 0, count: transform.coefficients)
    var span = output.mutableSpan
    transform.apply(input.span, into: &span)
    return output
  }

  @Test("the full transform is orthonormal: unit vectors stay orthogonal and of length one")
  func orthonormal() {
    let transform = CosineTransform(inputs: 12, coefficients: 12)
    let columns = (0..<12).map { n in
      Self.apply(transform, (0..<12).map { $0 == n ? 1 : 0 })
    }
    for a in 0..<12 {
      for b in 0..<12 {
        let product = zip(columns[a], columns[b]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (a == b ? 1 : 0)) < 1e-5)
      }
    }
  }

  @Test("fewer coefficients are the first ones of the full transform")
  func truncated() {
    let input = Signals.noise(frames: 36, seed: 4)
    let all = Self.apply(CosineTransform(inputs: 36, coefficients: 36), input)
    let few = Self.apply(CosineTransform(inputs: 36, coefficients: 25), input)
    #expect(few == Array(all[..<25]))
  }

  @Test("a constant has a first coefficient of √N times it, and no other")
  func constant() {
    let output = Self.apply(
      CosineTransform(inputs: 16, coefficients: 8), Array(repeating: 2, count: 16))
    #expect(abs(output[0] - 8) < 1e-5)
    #expect(output.dropFirst().allSatisfy { abs($0) < 1e-5 })
  }
}
