import RealModule

/// The first coefficients of the orthonormal discrete cosine transform II.
///
/// c[k] = √(2/N)·Σₙ x[n]·cos(π·k·(2n + 1)/(2N)), with c[0] divided by √2 (Ahmed, Natarajan and Rao, IEEE
/// Trans. Computers C-23, 1974).
public struct CosineTransform: Sendable {
  public let inputs: Int
  public let coefficients: Int
  // Transposed: one row an input, so that the inner loop runs over coefficients and vectorises.
  private let matrix: [Float]

  public init(inputs: Int, coefficients: Int) {
    precondition(coefficients > 0 && coefficients <= inputs)
    self.inputs = inputs
    self.coefficients = coefficients
    var matrix: [Float] = []
    for n in 0..<inputs {
      for k in 0..<coefficients {
        let scale = (Double(k == 0 ? 1 : 2) / Double(inputs)).squareRoot()
        let phase = Double.pi * Double(k) * Double(2 * n + 1) / Double(2 * inputs)
        matrix.append(Float(scale * .cos(phase)))
      }
    }
    self.matrix = matrix
  }

  /// Writes the coefficients of `input` to `output`.
  public func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    precondition(input.count == inputs && output.count == coefficients)
    for k in 0..<coefficients { output[k] = 0 }
    let matrix = matrix.span
    for n in 0..<inputs {
      let x = input[n]
      let row = n * coefficients
      for k in 0..<coefficients { output[k] += x * matrix[row + k] }
    }
  }
}
