/// Levels of a stretch of samples in octaves, from the highest down.
///
/// The orthonormal wavelet pyramid of Mallat (IEEE PAMI 11(7), 1989) with Daubechies' filter of eight
/// coefficients (Ten Lectures on Wavelets, 1992, Table 6.1, N = 4): energies of the octaves add up to
/// the energy of the whole.
struct OctaveLevels {
  static let octaves = 9

  /// Low-pass coefficients h[0]…h[7].
  private static let low: [Float] = [
    0.230377813308896, 0.714846570552915, 0.630880767929859, -0.027983769416859,
    -0.187034811719093, 0.030841381835561, 0.032883011666885, -0.010597401785069,
  ]
  /// High-pass coefficients g[k] = (−1)ᵏ h[7 − k].
  private static let high: [Float] = (0..<8).map {
    $0.isMultiple(of: 2) ? low[7 - $0] : -low[7 - $0]
  }

  /// Sum of squares of each octave so far: [0] holds half the Nyquist frequency and up.
  private(set) var energies = [Double](repeating: 0, count: octaves)
  private var work: [Float] = []

  mutating func add(_ samples: Span<Float>) {
    // Taken out while it is written, so that the sums can be too.
    var scratch = work
    work = []
    if scratch.count < samples.count {
      scratch.append(contentsOf: repeatElement(0, count: samples.count - scratch.count))
    }
    addOctaves(of: samples, in: &scratch)
    work = scratch
  }

  private mutating func addOctaves(of samples: Span<Float>, in scratch: inout [Float]) {
    let lowOwner = Self.low
    let low = lowOwner.span
    let highOwner = Self.high
    let high = highOwner.span
    var count = samples.count
    var values = scratch.mutableSpan
    for i in 0..<count { values[i] = samples[i] }
    for octave in 0..<Self.octaves {
      let half = (count - 6) / 2
      guard half > 0 else { break }
      var energy: Float = 0
      for i in 0..<half {
        var smooth: Float = 0
        var detail: Float = 0
        for k in 0..<8 {
          let x = values[2 * i + k]
          smooth += low[k] * x
          detail += high[k] * x
        }
        energy += detail * detail
        values[i] = smooth  // read for the last time before this index comes round
      }
      energies[octave] += Double(energy)
      count = half
    }
  }
}
