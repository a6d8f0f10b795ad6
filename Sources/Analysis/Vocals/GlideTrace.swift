import DSP
import RealModule

/// How the spectrum slides up and down from frame to frame, in three ranges: a singing voice carries all of
/// its partials along, with vibrato and glides; fixed-pitch instruments do not move.
///
/// The idea is the fluctogram of Sonnleitner, Niedermayer, Widmer and Schlüter, "A Simple and Effective Spectral
/// Feature for Speech Detection in Mixed Audio Signals", DAFx 2012, here on filters a semitone apart: the shift
/// at which a compressed spectrum correlates best with the one 20 ms before, from a parabola through the
/// correlations at −1, 0 and +1 semitones.
struct GlideTrace {
  /// Hz from which each range of two octaves begins.
  ///
  /// chosen: the partials of voices that are strong and a semitone apart; below 370 Hz the filters are wider.
  private static let rangeStarts: [Double] = [370, 740, 1480]
  static let rangeCount = rangeStarts.count
  private static let width = 24
  private static let firstFilters: [Int] = rangeStarts.map { low in
    SpectralFrontEnd.onsetBands.centers.firstIndex { $0 >= low } ?? 0
  }
  /// ln(1 + 1000·g·S), as everywhere.
  private static let compression: Float = 1000

  /// For each range, one value a mel frame: semitones by which the spectrum has moved, within ±1.
  private(set) var shifts: [[Float]]
  /// The correlation at no shift, 0…1.
  private(set) var likeness: [[Float]]
  /// Mean change of the spectrum's peaks from frame to frame, compressed: hardly any for the steady partials
  /// of synthesisers.
  private(set) var wobble: [Float]

  init(_ chapter: SpectralChapter, gain: Float, frames: Int) {
    let filters = SpectralFrontEnd.onsetBands.count
    shifts = Array(repeating: [Float](repeating: 0, count: frames), count: Self.rangeCount)
    likeness = shifts
    wobble = [Float](repeating: 0, count: frames)
    var before = [Float](repeating: 0, count: filters)
    var now = before
    for frame in 0..<frames {
      // Every second onset frame is a mel frame.
      let row = min(2 * frame, chapter.frames - 1) * filters
      swap(&before, &now)
      do {
        var output = now.mutableSpan
        Logarithm.compress(
          chapter.onsetBands.span.extracting(row..<row + filters), gain: Self.compression * gain,
          into: &output)
      }
      guard frame > 0 else { continue }
      for (range, first) in Self.firstFilters.enumerated() {
        let (shift, alike) = Self.compare(before.span, now.span, from: first)
        shifts[range][frame] = shift
        likeness[range][frame] = alike
      }
      wobble[frame] = Self.wobble(before.span, now.span)
    }
  }

  private static func wobble(_ before: Span<Float>, _ now: Span<Float>) -> Float {
    var sum: Float = 0
    var peaks: Float = 0
    for i in firstFilters[0]..<firstFilters[rangeCount - 1] + width - 1 {
      let x = now[i]
      guard x > now[i - 1], x >= now[i + 1], x > 0.5 else { continue }
      sum += abs(x - before[i])
      peaks += 1
    }
    return peaks > 0 ? sum / peaks : 0
  }

  /// The shift from `before` to `now` over the filters of one range, and the correlation at none.
  private static func compare(
    _ before: Span<Float>, _ now: Span<Float>, from first: Int
  ) -> (Float, Float) {
    var sumA: Float = 0
    var sumB: Float = 0
    for i in 0..<width {
      sumA += before[first + i]
      sumB += now[first + i]
    }
    let (meanA, meanB) = (sumA / Float(width), sumB / Float(width))
    var same: Float = 0
    var up: Float = 0
    var down: Float = 0
    var squareA: Float = 1e-6
    var squareB: Float = 1e-6
    // One filter less at either end, so that all three sums run over as many products.
    for i in 1..<width - 1 {
      let b = now[first + i] - meanB
      let a = before[first + i] - meanA
      same = Relaxed.multiplyAdd(a, b, same)
      up = Relaxed.multiplyAdd(before[first + i - 1] - meanA, b, up)
      down = Relaxed.multiplyAdd(before[first + i + 1] - meanA, b, down)
      squareA = Relaxed.multiplyAdd(a, a, squareA)
      squareB = Relaxed.multiplyAdd(b, b, squareB)
    }
    let alike = same / (squareA * squareB).squareRoot()
    let curvature = down - 2 * same + up
    // Without a maximum between the neighbours there is no shift to speak of.
    let shift = curvature < 0 ? 0.5 * (down - up) / curvature : 0
    return (min(max(shift, -1), 1), min(max(alike, 0), 1))
  }
}
