import RealModule

/// The K-weighting filter of ITU-R BS.1770-5, Annex 1, for two channels at once.
///
/// A high shelf (the head) followed by a high-pass (revised low-frequency B curve). The recommendation
/// prints coefficients for 48 kHz only; other rates use the analogue prototypes behind them, as published
/// with libebur128 and in De Man, "Evaluation of Implementations of the EBU R128 Loudness Measurement", AES
/// 145 (2018), through the bilinear transform. The arithmetic is double: at 192 kHz the high-pass' poles lie
/// within 2e-3 of the unit circle.
struct KWeighting {
  private typealias Pair = SIMD2<Double>

  private let shelf: (b0: Double, b1: Double, b2: Double, a1: Double, a2: Double)
  private let highPass: (a1: Double, a2: Double)
  private var s1 = Pair()
  private var s2 = Pair()
  private var t1 = Pair()
  private var t2 = Pair()

  init(sampleRate: Double) {
    do {
      let k = Double.tan(.pi * 1681.974450955533 / sampleRate)
      let q = 0.7071752369554196
      let vh = Double.pow(10, 3.999843853973347 / 20)
      let vb = Double.pow(vh, 0.4996667741545416)
      let a0 = 1 + k / q + k * k
      shelf = (
        b0: (vh + vb * k / q + k * k) / a0, b1: 2 * (k * k - vh) / a0,
        b2: (vh - vb * k / q + k * k) / a0,
        a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0
      )
    }
    do {
      let k = Double.tan(.pi * 38.13547087602444 / sampleRate)
      let q = 0.5003270373238773
      let a0 = 1 + k / q + k * k
      highPass = (a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
    }
  }

  /// Filters both channels and returns the sum of squares of each.
  mutating func energy(_ left: Span<Float>, _ right: Span<Float>) -> SIMD2<Double> {
    var sum = Pair()
    var (s1, s2, t1, t2) = (s1, s2, t1, t2)
    for i in left.indices {
      let x = Pair(Double(left[i]), Double(right[i]))
      let y = shelf.b0 * x + s1
      s1 = shelf.b1 * x - shelf.a1 * y + s2
      s2 = shelf.b2 * x - shelf.a2 * y
      let z = y + t1
      t1 = t2 - 2 * y - highPass.a1 * z
      t2 = y - highPass.a2 * z
      sum += z * z
    }
    (self.s1, self.s2) = (Self.flushed(s1), Self.flushed(s2))
    (self.t1, self.t2) = (Self.flushed(t1), Self.flushed(t2))
    return sum
  }

  /// Zero for states that have decayed below anything audible: denormals cost a hundred times a normal step.
  private static func flushed(_ state: Pair) -> Pair {
    Pair(abs(state.x) < 1e-30 ? 0 : state.x, abs(state.y) < 1e-30 ? 0 : state.y)
  }
}
