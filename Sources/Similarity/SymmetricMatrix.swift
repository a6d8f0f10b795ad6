import RealModule

/// A small dense symmetric matrix in double precision: its eigenvalues and its logarithm.
struct SymmetricMatrix: Equatable {
  let size: Int
  /// Row by row, both triangles.
  private(set) var values: [Double]

  init(size: Int) {
    self.size = size
    values = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * size + column] }
    set {
      values[row * size + column] = newValue
      values[column * size + row] = newValue
    }
  }

  /// The matrix logarithm V·diag(ln λ)·Vᵀ, eigenvalues below `floor` taken as `floor`.
  func logarithm(floor: Double) -> SymmetricMatrix {
    let (eigenvalues, vectors) = eigen()
    let logs = eigenvalues.map { Double.log(max($0, floor)) }
    var result = SymmetricMatrix(size: size)
    for i in 0..<size {
      for j in i..<size {
        var sum = 0.0
        for k in 0..<size { sum += vectors[k * size + i] * logs[k] * vectors[k * size + j] }
        result[i, j] = sum
      }
    }
    return result
  }

  /// Sweeps after which the iteration stops whatever is left: it converges quadratically, and ten
  /// suffice for any matrix of this size (Golub and Van Loan, Matrix Computations, 4th ed.,
  /// §8.5.4).
  private static let mostSweeps = 30

  /// Eigenvalues, and the unit eigenvector of each as a row, in no particular order: the cyclic
  /// Jacobi method (Golub and Van Loan, §8.5).
  func eigen() -> (values: [Double], vectors: [Double]) {
    var a = values
    var v = [Double](repeating: 0, count: size * size)
    for i in 0..<size { v[i * size + i] = 1 }
    let scale = a.reduce(0) { $0 + $1 * $1 }
    // Off-diagonal squares below the rounding of the whole no longer move an eigenvalue.
    let enough = scale * Double.ulpOfOne * Double.ulpOfOne
    for _ in 0..<Self.mostSweeps {
      var outside = 0.0
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) { outside += a[p * size + q] * a[p * size + q] }
      }
      guard outside > enough else { break }
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) where a[p * size + q] != 0 { rotate(&a, &v, p, q) }
      }
    }
    return ((0..<size).map { a[$0 * size + $0] }, v)
  }

  /// One Jacobi rotation, which makes a[p, q] zero.
  private func rotate(_ a: inout [Double], _ v: inout [Double], _ p: Int, _ q: Int) {
    let n = size
    let theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q])
    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in 0..<n {
      let (x, y) = (a[k * n + p], a[k * n + q])
      a[k * n + p] = c * x - s * y
      a[k * n + q] = s * x + c * y
    }
    for k in 0..<n {
      let (x, y) = (a[p * n + k], a[q * n + k])
      a[p * n + k] = c * x - s * y
      a[q * n + k] = s * x + c * y
      let (u, w) = (v[p * n + k], v[q * n + k])
      v[p * n + k] = c * u - s * w
      v[q * n + k] = s * u + c * w
    }
  }
}
