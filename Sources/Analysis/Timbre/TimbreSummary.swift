import DSP
import RealModule

/// The distribution of a track's short-time spectra: mean and covariance of 25 mel-frequency cepstral
/// coefficients, and how bright, flat and lively the bands are.
///
/// Mandel and Ellis, "Song-Level Features and Support Vector Machines for Music Classification", ISMIR 2005,
/// §2.1, with the compression ln(1 + 1000·g·S) in the place of the logarithm, so that silence has no weight.
struct TimbreSummary {
  static let coefficients = 25
  private static let compression: Float = 1000
  private static let transform = CosineTransform(
    inputs: SpectralFrontEnd.melBands.count, coefficients: coefficients)

  private(set) var count = 0
  private(set) var sum = [Double](repeating: 0, count: coefficients)
  /// Sums of products, row by row, upper triangle only.
  private(set) var products = [Double](repeating: 0, count: coefficients * coefficients)
  /// Sum over frames of the frame-to-frame change of each coefficient, squared.
  private(set) var deltaSquares = [Double](repeating: 0, count: coefficients)
  /// Sums over frames of: spectral centroid in mel bands (0…1), flatness (0…1), share of the magnitude
  /// above 2 kHz, share below 120 Hz.
  private(set) var centroid = 0.0
  private(set) var flatness = 0.0
  private(set) var highShare = 0.0
  private(set) var lowShare = 0.0

  /// Means over frames of the four above.
  var shape: [Double] {
    [centroid, flatness, highShare, lowShare].map { $0 / Double(max(1, count)) }
  }

  private static let highBands = SpectralFrontEnd.melBands.centers.map { $0 > 2000 }
  private static let lowBands = SpectralFrontEnd.melBands.centers.map { $0 < 120 }

  /// Adds the frames of `chapter` that lie in `active` (mel frames).
  mutating func add(_ chapter: SpectralChapter, gain: Float, active: Range<Int>) {
    let bands = SpectralFrontEnd.melBands.count
    var logs = [Float](repeating: 0, count: bands)
    var cepstrum = [Float](repeating: 0, count: Self.coefficients)
    var previous: [Float]?
    for frame in active {
      do {
        let magnitudes = chapter.melBands.span.extracting(frame * bands..<(frame + 1) * bands)
        var output = logs.mutableSpan
        Logarithm.compress(magnitudes, gain: Self.compression * gain, into: &output)
        var coefficients = cepstrum.mutableSpan
        Self.transform.apply(output.span, into: &coefficients)
        addShape(magnitudes)
      }
      count += 1
      for i in cepstrum.indices {
        let x = Double(cepstrum[i])
        sum[i] += x
        let row = i * Self.coefficients
        for j in i..<Self.coefficients { products[row + j] += x * Double(cepstrum[j]) }
      }
      if let previous {
        for i in cepstrum.indices {
          let change = Double(cepstrum[i] - previous[i])
          deltaSquares[i] += change * change
        }
      }
      previous = cepstrum
    }
  }

  private mutating func addShape(_ magnitudes: Span<Float>) {
    var total: Float = 1e-12
    var logTotal: Float = 0
    var moment: Float = 0
    var high: Float = 0
    var low: Float = 0
    for band in 0..<magnitudes.count {
      let m = magnitudes[band] + 1e-9
      total += m
      logTotal += Logarithm.natural(m)
      moment += m * Float(band)
      if Self.highBands[band] { high += m }
      if Self.lowBands[band] { low += m }
    }
    let bands = Float(magnitudes.count)
    centroid += Double(moment / total / (bands - 1))
    flatness += Double(Float.exp(logTotal / bands) / (total / bands))
    highShare += Double(high / total)
    lowShare += Double(low / total)
  }
}
