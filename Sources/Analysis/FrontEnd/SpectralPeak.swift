import DSP
import RealModule

/// A partial of one tonal frame: where a magnitude spectrum has a local maximum.
struct SpectralPeak: Sendable {
  /// Hz.
  var frequency: Float
  /// Linear.
  var magnitude: Float

  /// The largest peaks of `magnitudes` between two bins, at most `limit`, in rising frequency.
  ///
  /// Frequency and height come from the parabola through the three log magnitudes around the maximum (Smith
  /// and Serra, ICMC 1987, §3.3).
  static func find(
    in magnitudes: [Float], bins: Range<Int>, binWidth: Float, limit: Int
  ) -> [SpectralPeak] {
    var peaks: [SpectralPeak] = []
    for k in bins {
      let center = magnitudes[k]
      guard center > magnitudes[k - 1], center >= magnitudes[k + 1], center > 1e-9 else { continue }
      let left = Logarithm.natural(magnitudes[k - 1])
      let middle = Logarithm.natural(center)
      let right = Logarithm.natural(magnitudes[k + 1])
      let curvature = left - 2 * middle + right
      let offset = curvature < 0 ? 0.5 * (left - right) / curvature : 0
      peaks.append(
        SpectralPeak(
          frequency: (Float(k) + offset) * binWidth,
          magnitude: .exp(middle - 0.25 * (left - right) * offset)))
    }
    guard peaks.count > limit else { return peaks }
    let threshold = peaks.map(\.magnitude).sorted(by: >)[limit - 1]
    return Array(peaks.lazy.filter { $0.magnitude >= threshold }.prefix(limit))
  }
}
