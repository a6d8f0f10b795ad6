import RealModule
public import Sound

/// The true peak of one channel by oversampling (ITU-R BS.1770-5, Annex 2).
///
/// Interpolates with a Hann-windowed sinc over 48 steps of the oversampled grid: four phases of 12 taps
/// below 96 kHz, two of 24 below 192 kHz, none above, as the annex asks. A stretch of samples whose
/// largest magnitude times the largest possible gain of the interpolator stays below the peak found so
/// far cannot raise it, and is skipped: the result is the same.
public struct TruePeakMeter: Sendable {
  /// Steps of the oversampled grid that the interpolator spans.
  private static let length = 48
  /// Taps that are added up in one go.
  ///
  /// chosen: as many as fit the vector registers.
  private static let group = 12
  /// Samples looked at in one go.
  ///
  /// chosen: short enough that loud masters still have stretches to skip, long enough to keep the
  /// vector units busy (measured: 64, 128 and 256 within 5 %).
  private static let stretch = 128

  /// Linear; 1 is full scale.
  public private(set) var peak: Float = 0

  /// The taps of each phase between the samples; the samples themselves are the phase that is left out.
  private let phases: [[Float]]
  private let taps: Int
  private let largestGain: Float
  private var pending: [Float]
  private var interpolated: [Float]

  public init(sampleRate: SampleRate) {
    let factor = sampleRate.hertz < 96_000 ? 4 : sampleRate.hertz < 192_000 ? 2 : 1
    let taps = Self.length / factor
    phases = (1..<max(factor, 1)).map { phase in
      (0..<taps).map { tap in
        let distance = Double((tap - taps / 2 + 1) * factor - phase)
        let x = Double.pi * distance / Double(factor)
        let hann = 0.5 * (1 + .cos(2 * .pi * distance / Double(Self.length)))
        return Float(hann * .sin(x) / x)
      }
    }
    self.taps = taps
    largestGain = phases.map { $0.reduce(0) { $0 + abs($1) } }.max() ?? 1
    pending = [Float](repeating: 0, count: taps - 1)
    interpolated = [Float](repeating: 0, count: Self.stretch)
  }

  /// Takes the channel's next samples.
  public mutating func consume(_ samples: Span<Float>) {
    let kept = pending.count
    pending.append(contentsOf: repeatElement(0, count: samples.count))
    do {
      var target = pending.mutableSpan
      for i in samples.indices { target[kept + i] = samples[i] }
    }
    var start = 0
    while start + Self.stretch + taps - 1 <= pending.count {
      measure(start, Self.stretch)
      start += Self.stretch
    }
    pending.removeFirst(start)
  }

  /// Measures what is left, as if silence followed.
  public mutating func finish() {
    pending.append(contentsOf: repeatElement(0, count: taps))
    let count = pending.count - taps + 1
    var start = 0
    while start < count {
      let length = min(Self.stretch, count - start)
      measure(start, length)
      start += length
    }
  }

  /// Raises the peak by the samples from `start` on and by what lies between them.
  private mutating func measure(_ start: Int, _ count: Int) {
    let samples = pending  // a span of the meter's own field would lock the meter
    let window = samples.span.extracting(start..<start + count + taps - 1)
    let samplePeak = Self.largestMagnitude(window)
    peak = max(peak, samplePeak)
    guard samplePeak * largestGain > peak else { return }
    var highest: Float = 0
    let taps = taps
    for phase in phases {
      var output = interpolated.mutableSpan
      for first in stride(from: 0, to: taps, by: Self.group) {
        Self.interpolate(
          window.extracting(first..<first + count + Self.group - 1), phase, first, &output)
      }
      highest = max(highest, Self.largestMagnitude(output.span.extracting(0..<count)))
    }
    peak = max(peak, highest)
  }

  /// Convolves `window` with `group` taps of `phase` from tap `first` on; the first group overwrites
  /// `output`, the others add to it.
  private static func interpolate(
    _ window: Span<Float>, _ phase: [Float], _ first: Int, _ output: inout MutableSpan<Float>
  ) {
    let taps = phase[first..<first + group].map { $0 }
    let (a, b, c, d) = (taps[0], taps[1], taps[2], taps[3])
    let (e, f, g, h) = (taps[4], taps[5], taps[6], taps[7])
    let (p, q, r, s) = (taps[8], taps[9], taps[10], taps[11])
    let kept: Float = first == 0 ? 0 : 1
    for i in 0..<window.count - group + 1 {
      let early = a * window[i] + b * window[i + 1] + c * window[i + 2] + d * window[i + 3]
      let middle = e * window[i + 4] + f * window[i + 5] + g * window[i + 6] + h * window[i + 7]
      let late = p * window[i + 8] + q * window[i + 9] + r * window[i + 10] + s * window[i + 11]
      output[i] = kept * output[i] + (early + middle + late)
    }
  }

  /// The largest |x|.
  ///
  /// Magnitudes of floats are ordered like their bits, and the maximum of integers vectorises where that
  /// of floats does not.
  private static func largestMagnitude(_ samples: Span<Float>) -> Float {
    var largest: Int32 = 0
    for i in samples.indices {
      largest = max(largest, Int32(bitPattern: samples[i].bitPattern & 0x7FFF_FFFF))
    }
    return Float(bitPattern: UInt32(bitPattern: largest))
  }
}
