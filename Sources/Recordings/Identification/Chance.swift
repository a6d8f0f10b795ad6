import RealModule

/// How likely an agreement is by chance alone.
enum Chance {
  /// log₁₀ P(X ≥ `hits`) for X binomial of `trials` with probability `rate`.
  ///
  /// The largest term times the geometric series that bounds the rest (Feller, An Introduction to
  /// Probability Theory, 3rd ed., vol. 1, VI.3, equation 3.4); 0 where the hits do not exceed the mean.
  static func tail(hits: Int, trials: Int, rate: Double) -> Double {
    guard trials > 0, Double(hits) > Double(trials) * rate, rate > 0, rate < 1 else { return 0 }
    let (k, n) = (Double(hits), Double(trials))
    let choose =
      Double.logGamma(n + 1) - Double.logGamma(k + 1) - Double.logGamma(n - k + 1)
    let term = choose + k * .log(rate) + (n - k) * .log(1 - rate)
    let series = (k + 1) * (1 - rate) / (k + 1 - (n + 1) * rate)
    return min(0, (term + .log(max(series, 1))) / .log(10))
  }
}
