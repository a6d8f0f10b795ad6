import DSP
import RealModule
import Sound

/// The course of a track's level in three bands, half a second a value.
struct BandLevels {
  /// Bins up to 300, 1 200 and 4 800 Hz; below 65 Hz there is little that every encoder keeps.
  private static let edges = [3, 14, 56, 223]

  private var sums = [Float](repeating: 0, count: Landmarks.levelBands)
  private var frames = 0
  private(set) var values: [UInt8] = []

  /// Takes the magnitudes of the next frame.
  mutating func consume(_ magnitudes: [Float]) {
    let row = magnitudes.span
    for band in 0..<Landmarks.levelBands {
      var sum: Float = 0
      for bin in Self.edges[band]..<Self.edges[band + 1] {
        sum = Relaxed.multiplyAdd(row[bin], row[bin], sum)
      }
      sums[band] += sum
    }
    frames += 1
    guard frames == Landmarks.levelFrames else { return }
    for band in 0..<Landmarks.levelBands {
      let power = max(sums[band] / Float(frames), 1e-20)
      let decibels = 10 / Float.log(10) * Logarithm.natural(power)
      values.append(UInt8(min(max(-2 * decibels, 0), 255)))
      sums[band] = 0
    }
    frames = 0
  }
}
