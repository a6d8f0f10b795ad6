/// A point in steps of an index's codes, with room for more than a byte.
struct CodedQuery {
  let code: [Int16]
  /// How far the point lies from its code.
  let error: Float

  init(_ vector: [Float], scale: Float) {
    // Within ±4095 the squares of 128 differences fit into 32 bits with room to spare.
    let code = vector.map { value in
      scale > 0 ? Int16(min(max((value / scale).rounded(), -4095), 4095)) : 0
    }
    self.code = code
    let squares = zip(vector, code).map { ($0 - scale * Float($1)) * ($0 - scale * Float($1)) }
    error = squares.reduce(0, +).squareRoot()
  }
}
