import DSP
import RealModule

/// How strongly each tempo pulses in a track, averaged over its length.
///
/// For windows of 10.2 s, one a second: the autocorrelation of the onset strength (which also answers at
/// fractions of the tempo), its Fourier spectrum (which also answers at multiples), and their product, which
/// keeps what both see: Peeters, "Template-Based Estimation of Time-Varying Tempo", EURASIP 2007, §2.3.
/// The autocorrelation is the generalised one, |X|^½ in the place of |X|² (Tolonen and Karjalainen, IEEE
/// Trans. SAP 8(6), 2000; Percival and Tzanetakis, IEEE TASLP 22(12), 2014, §II-B).
struct Tempogram {
  private static let windowLength = 1024
  private static let hop = 100
  fileprivate static let fftLength = 4096

  /// Sums over windows, weighted; one row a band and one for all bands together.
  private(set) var autocorrelation: [[Float]]
  private(set) var fourier: [[Float]]
  private(set) var product: [[Float]]
  private(set) var weight: Float = 0
  /// Where one window's product peaks.
  struct Window {
    /// The frame of its centre, within what was added.
    var frame: Int
    /// Of the tempo axis.
    var bin: Int
    var weight: Float

    var tempo: Double { TempoAxis.tempi[bin] }
  }

  /// What says how steady a track is, and where its pulse changes; windows without a pulse are left out.
  private(set) var windows: [Window] = []

  init() {
    let rows = OnsetStrength.bandCount + 1
    let empty = Array(repeating: [Float](repeating: 0, count: TempoAxis.count), count: rows)
    (autocorrelation, fourier, product) = (empty, empty, empty)
  }

  /// The product tempogram of all bands together: each row scaled to a maximum of 1, so that a loud hi-hat
  /// does not decide, and added up.
  var pulse: [Float] {
    var sum = [Float](repeating: 0, count: TempoAxis.count)
    for row in product {
      guard let top = row.max(), top > 0 else { continue }
      for i in sum.indices { sum[i] += row[i] / top }
    }
    return sum
  }

  /// How far the strongest tempo stands out: the maximum of the pulse over its mean; 0 without one.
  var clarity: Float {
    let pulse = pulse
    let mean = pulse.reduce(0, +) / Float(pulse.count)
    return mean > 0 ? (pulse.max() ?? 0) / mean : 0
  }

  mutating func add(_ onsets: OnsetStrength) {
    var fft = RealFFT(length: Self.fftLength)
    let window = WindowFunction.hann.samples(Self.windowLength)
    let bias = Self.windowBias(window)
    let sampler = CurveSampler(bias: bias)
    let envelopes = onsets.bands + [onsets.total]
    let reference = onsets.total.reduce(0) { $0 + Double($1) } / Double(max(1, onsets.total.count))
    guard reference > 0 else { return }

    var segment = [Float](repeating: 0, count: Self.windowLength)
    var magnitude = [Float](repeating: 0, count: fft.bins)
    var root = magnitude
    var lags = [Float](repeating: 0, count: Self.windowLength)
    // Half a window beyond either end, so that short pieces have their windows too.
    var center = 0
    while center == 0 || center < onsets.total.count {
      let first = center - Self.windowLength / 2
      var best: (bin: Int, weight: Float) = (0, 0)
      let level = Self.fill(&segment, from: onsets.total, at: first)
      let windowWeight = Float(min(1, Double(level) / reference))
      if windowWeight > 0.01 {
        for (row, envelope) in envelopes.enumerated() {
          guard Self.fill(&segment, from: envelope, at: first) > 0 else { continue }
          Self.removeMean(&segment)
          fft.transform(segment.span, window: window.span)
          var magnitudes = magnitude.mutableSpan
          fft.magnitude(scale: 1, into: &magnitudes)
          for k in root.indices { root[k] = magnitude[k].squareRoot() }
          var output = lags.mutableSpan
          fft.inverse(root.span, into: &output)
          guard let curves = sampler.curves(lags: lags, spectrum: magnitude) else { continue }
          let peak = curves.product.max() ?? 0
          let mean = curves.product.reduce(0, +) / Float(TempoAxis.count)
          guard mean > 0 else { continue }
          // A clear pulse counts more than a flat one; both halves are bounded.
          let share = windowWeight * min(peak / mean, 20) / (peak + 1e-9)
          for i in 0..<TempoAxis.count {
            autocorrelation[row][i] += windowWeight * curves.autocorrelation[i]
            fourier[row][i] += windowWeight * curves.fourier[i]
            product[row][i] += share * curves.product[i]
          }
          if row == envelopes.count - 1, let at = curves.product.firstIndex(of: peak) {
            best = (at, windowWeight * peak / mean)
          }
        }
        weight += windowWeight
        if best.weight > 0 {
          windows.append(Window(frame: center, bin: best.bin, weight: best.weight))
        }
      }
      center += Self.hop
    }
  }

  /// The share of windows, weighted, whose strongest tempo is `tempo` or a level of the same metre.
  func agreement(with tempo: Double) -> Double {
    var sum: Float = 0
    var agreeing: Float = 0
    for window in windows {
      sum += window.weight
      let isLevel = TempoAxis.levels.contains { abs(window.tempo / (tempo * $0) - 1) < 0.03 }
      if isLevel { agreeing += window.weight }
    }
    return sum > 0 ? Double(agreeing / sum) : 0
  }

  /// Adds what another stretch of the same track pulses like.
  mutating func merge(_ other: Tempogram) {
    for row in product.indices {
      for i in 0..<TempoAxis.count {
        autocorrelation[row][i] += other.autocorrelation[row][i]
        fourier[row][i] += other.fourier[row][i]
        product[row][i] += other.product[row][i]
      }
    }
    weight += other.weight
    windows += other.windows
  }

  /// Copies a window out of an envelope, with silence beyond its ends; returns its mean.
  private static func fill(
    _ segment: inout [Float], from envelope: [Float], at first: Int
  ) -> Float {
    var sum: Float = 0
    for i in segment.indices {
      let n = first + i
      let value = n >= 0 && n < envelope.count ? envelope[n] : 0
      segment[i] = value
      sum += value
    }
    return sum / Float(segment.count)
  }

  private static func removeMean(_ segment: inout [Float]) {
    let mean = segment.reduce(0, +) / Float(segment.count)
    for i in segment.indices { segment[i] -= mean }
  }

  /// The window's own autocorrelation, by which the measured one is divided: without it long lags look weak.
  private static func windowBias(_ window: [Float]) -> [Float] {
    let zero = window.reduce(0) { $0 + $1 * $1 }
    return window.indices.map { lag in
      var sum: Float = 0
      for i in 0..<window.count - lag { sum += window[i] * window[i + lag] }
      return max(sum / zero, 0.1)
    }
  }
}

/// Reads autocorrelation and spectrum of one window at the tempi of the axis.
private struct CurveSampler {
  struct Curves {
    var autocorrelation: [Float]
    var fourier: [Float]
    var product: [Float]
  }

  private let bias: [Float]
  private let lagOf: [Double]
  private let binOf: [Double]

  init(bias: [Float]) {
    self.bias = bias
    let rate = SpectralFrontEnd.frameRate
    lagOf = TempoAxis.tempi.map { 60 * rate / $0 }
    binOf = TempoAxis.tempi.map { $0 / 60 / rate * Double(Tempogram.fftLength) }
  }

  /// Nil for a window without any variation.
  func curves(lags: [Float], spectrum: [Float]) -> Curves? {
    guard lags[0] > 0, let top = spectrum.max(), top > 0 else { return nil }
    var curves = Curves(autocorrelation: [], fourier: [], product: [])
    for i in 0..<TempoAxis.count {
      let lag = Self.interpolate(lags, at: lagOf[i]) / lags[0]
      let unbiased = max(0, lag / Self.interpolate(bias, at: lagOf[i]))
      let fourier = Self.interpolate(spectrum, at: binOf[i]) / top
      curves.autocorrelation.append(unbiased)
      curves.fourier.append(fourier)
      curves.product.append(unbiased * fourier)
    }
    return curves
  }

  /// Catmull-Rom interpolation.
  private static func interpolate(_ values: [Float], at position: Double) -> Float {
    let k = Int(position)
    let t = Float(position - Double(k))
    let a = values[max(0, k - 1)]
    let b = values[min(k, values.count - 1)]
    let c = values[min(k + 1, values.count - 1)]
    let d = values[min(k + 2, values.count - 1)]
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
  }
}
