import DSP
import Sound

/// Brings a mono stream of any rate to 22 050 Hz.
///
/// Where the source's rate is that rate times 2, 4 or 8, half-band filters do it at a third of the general
/// resampler's cost (`docs/benchmarks.md`); every other rate goes through soxr.
struct AnalysisRateConverter: ~Copyable {
  static let rate = SampleRate(hertz: 22_050)

  private var decimators: [HalfBandDecimator] = []
  private var resampler: Resampler?
  private var stages: [[Float]]
  private let failure: AnalysisError

  init(from rate: SampleRate) throws(AnalysisError) {
    failure = .resampling(from: rate.hertz)
    let factor = rate.hertz / Self.rate.hertz
    if rate.hertz % Self.rate.hertz == 0, [1, 2, 4, 8].contains(factor) {
      let count = factor.trailingZeroBitCount
      decimators = (0..<count).map { _ in HalfBandDecimator() }
      stages = Array(repeating: [], count: count)
    } else {
      do {
        resampler = try Resampler(from: rate, to: Self.rate, channels: 1)
      } catch {
        throw failure
      }
      stages = [[]]
    }
  }

  /// Converts `mono` in place; what it holds afterwards is what is ready by now.
  mutating func convert(_ mono: inout [Float]) throws(AnalysisError) {
    for stage in decimators.indices {
      decimators[stage].consume(mono, into: &stages[stage])
      swap(&mono, &stages[stage])
    }
    guard resampler != nil else { return }
    do { try resampler?.consume(mono.span, into: &stages[0]) } catch { throw failure }
    swap(&mono, &stages[0])
  }

  /// Writes the rest of the stream to `mono`.
  mutating func finish(into mono: inout [Float]) throws(AnalysisError) {
    mono.removeAll(keepingCapacity: true)
    for stage in decimators.indices {
      // What the stage before still gave goes through this one, then this one's own rest follows.
      decimators[stage].consume(mono, into: &stages[stage])
      var rest: [Float] = []
      decimators[stage].finish(into: &rest)
      mono = stages[stage] + rest
    }
    guard resampler != nil else { return }
    do { try resampler?.finish(into: &mono) } catch { throw failure }
  }
}
