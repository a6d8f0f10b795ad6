import DSP
import RealModule

/// The twelve timbre coefficients of a segment: cosines over its mel spectrogram.
///
/// The basis of the services that had segments was never published; ours plays the same part and is not
/// the same numbers. X[t, b] = 20·log₁₀(1 + 1000·g·S[t, b]) is the level in decibels of mel band b of 36
/// in frame t of T, with the gain g that brings the track to the house's reference loudness. The
/// coefficient of the pattern (k, j) is
///
///     c(k, j) = ±w(k)·w(j) / (36·T) · Σ X[t, b] · cos(πk(b + ½)/36) · cos(πj(t + ½)/T),
///
/// w(0) = 1, else √2: a two-dimensional discrete cosine transform (Ahmed, Natarajan and Rao, IEEE Trans.
/// Computers C-23, 1974), so each is the strength in decibels of one pattern. The first four have names:
/// mean level, brightness, flatness of the spectrum's arch (middle above the ends), attack (earlier louder
/// than later).
public enum TimbreBasis {
  /// Changes with the patterns, their order or their sign.
  public static let version = 1
  static let count = 12

  private struct Pattern {
    /// Half periods over the bands and over time.
    let band: Int
    let time: Int
    let sign: Float
  }

  /// The four with names, then the others by how much each varies: the twelve that vary most over 7 074
  /// segments of 70 tracks of the development corpus (2026-11-21).
  private static let patterns: [Pattern] = [
    Pattern(band: 0, time: 0, sign: 1), Pattern(band: 1, time: 0, sign: -1),
    Pattern(band: 2, time: 0, sign: -1), Pattern(band: 0, time: 1, sign: 1),
    Pattern(band: 3, time: 0, sign: 1), Pattern(band: 4, time: 0, sign: 1),
    Pattern(band: 5, time: 0, sign: 1), Pattern(band: 6, time: 0, sign: 1),
    Pattern(band: 0, time: 2, sign: 1), Pattern(band: 7, time: 0, sign: 1),
    Pattern(band: 8, time: 0, sign: 1), Pattern(band: 1, time: 1, sign: 1),
  ]
  private static let timePatterns = 3
  private static let bandPatterns = 9
  private static let bands = SpectralFrontEnd.melBands.count
  private static let transform = CosineTransform(inputs: bands, coefficients: bandPatterns)
  /// Decibels in one neper: the frames come as natural logarithms.
  private static let decibels: Float = 20 / .log(10)

  /// The coefficients of `frames` of compressed mel bands (natural logarithms, frame by frame).
  static func coefficients(_ logs: Span<Float>, frames: Range<Int>) -> [Float] {
    var sums = [Float](repeating: 0, count: timePatterns * bands)
    let phase = Float.pi / Float(frames.count)
    do {
      var sums = sums.mutableSpan
      for t in frames {
        // cos 2x from cos x spares a third of the cosines.
        let one = Float.cos(phase * (Float(t - frames.lowerBound) + 0.5))
        let two = 2 * one * one - 1
        for b in 0..<bands {
          let x = logs[t * bands + b]
          sums[b] += x
          sums[bands + b] += one * x
          sums[2 * bands + b] += two * x
        }
      }
    }
    var rows: [[Float]] = []
    for j in 0..<timePatterns {
      var row = [Float](repeating: 0, count: bandPatterns)
      var output = row.mutableSpan
      transform.apply(sums.span.extracting(j * bands..<(j + 1) * bands), into: &output)
      rows.append(row)
    }
    // The transform is orthonormal: its rows carry √(1/36), where the mean over the bands wants 1/36.
    let scale = decibels / (Float(bands).squareRoot() * Float(frames.count))
    return patterns.map { pattern in
      let time: Float = pattern.time == 0 ? 1 : Float(2).squareRoot()
      return pattern.sign * time * scale * rows[pattern.time][pattern.band]
    }
  }
}
