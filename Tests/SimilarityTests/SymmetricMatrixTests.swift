import RealModule
import Testing

@testable import Similarity

@Suite struct SymmetricMatrixTests {
  private func matrix(_ rows: [[Double]]) -> SymmetricMatrix {
    var matrix = SymmetricMatrix(size: rows.count)
    for i in rows.indices {
      for j in i..<rows.count { matrix[i, j] = rows[i][j] }
    }
    return matrix
  }

  @Test("the logarithm of a diagonal matrix is the diagonal of the logarithms")
  func diagonal() {
    let logarithm = matrix([[1, 0, 0], [0, 2, 0], [0, 0, 10]]).logarithm(floor: 1e-9)
    let expected = matrix([[0, 0, 0], [0, Double.log(2), 0], [0, 0, Double.log(10)]])
    #expect(logarithm == expected)
  }

  @Test("the logarithm of [[5, 4], [4, 5]] is ln 3 everywhere")
  func twoByTwo() {
    // Eigenvalues 1 and 9, along (1, −1) and (1, 1).
    let logarithm = matrix([[5, 4], [4, 5]]).logarithm(floor: 1e-9)
    for value in logarithm.values { #expect(abs(value - Double.log(3)) < 1e-14) }
  }

  @Test("the eigenvalues of the second difference are 2 − 2 cos(kπ/(n + 1))")
  func tridiagonal() {
    let size = 26
    var difference = SymmetricMatrix(size: size)
    for i in 0..<size { difference[i, i] = 2 }
    for i in 1..<size { difference[i - 1, i] = -1 }
    let found = difference.eigen().values.sorted()
    for k in 1...size {
      let known = 2 - 2 * Double.cos(Double(k) * .pi / Double(size + 1))
      #expect(abs(found[k - 1] - known) < 1e-12)
    }
  }

  @Test("eigenvectors are orthonormal and give the matrix back")
  func reconstruction() {
    let size = 26
    var points = Points(seed: 7)
    var random = SymmetricMatrix(size: size)
    for i in 0..<size { for j in i..<size { random[i, j] = Double(points.next()) } }
    let (values, vectors) = random.eigen()
    for i in 0..<size {
      for j in 0..<size {
        var back = 0.0
        var product = 0.0
        for k in 0..<size {
          back += vectors[k * size + i] * values[k] * vectors[k * size + j]
          product += vectors[i * size + k] * vectors[j * size + k]
        }
        #expect(abs(back - random[i, j]) < 1e-12)
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test("eigenvalues below the floor count as the floor")
  func floor() {
    let logarithm = matrix([[0, 0], [0, 1]]).logarithm(floor: 1e-4)
    #expect(logarithm[0, 0] == Double.log(1e-4))
    #expect(matrix([[4]]).logarithm(floor: 1e-4)[0, 0] == Double.log(4))
  }
}
