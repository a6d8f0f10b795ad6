import RealModule

/// A bank of triangular filters over the bins of a magnitude spectrum, kept as runs of weights.
public struct Filterbank: Sendable {
  /// The frequency at each filter's peak, in Hz, rising.
  public let centers: [Double]
  private let starts: [Int]
  private let offsets: [Int]
  private let weights: [Float]

  public var count: Int { centers.count }

  /// Filters whose corners are `edges[i]`, `edges[i + 1]`, `edges[i + 2]` bins; each filter's weights add up
  /// to one.
  private init(cornerBins: [(Double, Double, Double)], binWidth: Double, bins: Int) {
    var centers: [Double] = []
    var starts: [Int] = []
    var offsets = [0]
    var weights: [Float] = []
    for (low, center, high) in cornerBins {
      let first = max(0, Int(low.rounded(.down)))
      let last = min(bins - 1, Int(high.rounded(.up)))
      guard first <= last else { continue }
      var run = (first...last).map { bin -> Double in
        let k = Double(bin)
        if k == center { return 1 }
        return k < center
          ? max(0, (k - low) / max(center - low, 1e-9))
          : max(0, (high - k) / max(high - center, 1e-9))
      }
      let sum = run.reduce(0, +)
      guard sum > 0 else { continue }
      run = run.map { $0 / sum }
      centers.append(center * binWidth)
      starts.append(first)
      weights.append(contentsOf: run.map { Float($0) })
      offsets.append(weights.count)
    }
    self.centers = centers
    self.starts = starts
    self.offsets = offsets
    self.weights = weights
  }

  /// Filters spaced evenly in pitch, snapped to bins, with duplicates merged (Böck, Krebs and Widmer,
  /// ISMIR 2012, §2.1).
  public static func logarithmic(
    bandsPerOctave: Int, from low: Double, to high: Double, sampleRate: Double, fftLength: Int
  ) -> Filterbank {
    let width = sampleRate / Double(fftLength)
    let bins = fftLength / 2 + 1
    var snapped: [Int] = []
    var step = 0
    while true {
      let frequency = low * .exp2(Double(step) / Double(bandsPerOctave))
      if frequency > high { break }
      let bin = Int((frequency / width).rounded())
      if bin < bins && bin != snapped.last { snapped.append(bin) }
      step += 1
    }
    let corners = snapped.indices.dropFirst().dropLast().map { i in
      (Double(snapped[i - 1]), Double(snapped[i]), Double(snapped[i + 1]))
    }
    return Filterbank(cornerBins: corners, binWidth: width, bins: bins)
  }

  /// Filters spaced evenly on the mel scale of Slaney's Auditory Toolbox (linear to 1 kHz, then
  /// logarithmic; Interval Research report 1998-010).
  public static func mel(
    bands: Int, from low: Double, to high: Double, sampleRate: Double, fftLength: Int
  ) -> Filterbank {
    let width = sampleRate / Double(fftLength)
    let step = Double.log(6.4) / 27
    func mel(_ hertz: Double) -> Double {
      hertz < 1000 ? hertz / (200.0 / 3) : 15 + .log(hertz / 1000) / step
    }
    func hertz(_ mel: Double) -> Double {
      mel < 15 ? mel * (200.0 / 3) : 1000 * .exp(step * (mel - 15))
    }
    let first = mel(low)
    let spacing = (mel(high) - first) / Double(bands + 1)
    let edges = (0..<bands + 2).map { hertz(first + spacing * Double($0)) / width }
    let corners = (0..<bands).map { (edges[$0], edges[$0 + 1], edges[$0 + 2]) }
    return Filterbank(cornerBins: corners, binWidth: width, bins: fftLength / 2 + 1)
  }

  /// Writes each filter's weighted mean of `spectrum` to the `count` values of `output` from `first` on.
  ///
  /// - Precondition: `output` is long enough.
  public func apply(
    _ spectrum: Span<Float>, into output: inout MutableSpan<Float>, from first: Int = 0
  ) {
    precondition(first >= 0 && first + count <= output.count)
    let weights = weights.span
    for band in 0..<count {
      let offset = offsets[band]
      let length = offsets[band + 1] - offset
      let start = starts[band]
      var sum: Float = 0
      for i in 0..<length {
        sum = Relaxed.multiplyAdd(weights[offset + i], spectrum[start + i], sum)
      }
      output[first + band] = sum
    }
  }
}
