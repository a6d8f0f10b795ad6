import RealModule

/// The inner loop of every search: Σ (aᵢ − bᵢ)².
enum SquaredDistance {
  static func between(_ a: Span<Float>, _ b: Span<Float>) -> Float {
    var sum: Float = 0
    for i in 0..<min(a.count, b.count) {
      let difference = a[i] - b[i]
      sum = Relaxed.multiplyAdd(difference, difference, sum)
    }
    return sum
  }

  /// Σ wᵢ (aᵢ − bᵢ)².
  static func between(_ a: Span<Float>, _ b: Span<Float>, _ weights: Span<Float>) -> Float {
    var sum: Float = 0
    for i in 0..<min(a.count, b.count, weights.count) {
      let difference = a[i] - b[i]
      sum = Relaxed.multiplyAdd(difference * weights[i], difference, sum)
    }
    return sum
  }
}
