import DSP
import RealModule
import Sound

/// Finds the points that stand out of a spectrogram while its frames go by.
///
/// A landmark is the largest magnitude within ± 10 bins (± 215 Hz) and ± 8 frames (± 80 ms), after Wang,
/// "An Industrial-Strength Audio Search Algorithm", ISMIR 2003; of each second the most prominent are kept,
/// so a quiet passage has as many as a loud one and the level of a file changes nothing. Remembers 17 rows
/// and what it found.
struct LandmarkFinder {
  /// Landmarks a second that are stored with a track.
  ///
  /// Measured, see docs/recordings.md: 8 keep an index of a 4-minute track below 20 kB.
  static let storedDensity = 8
  /// Landmarks a second of a clip that is looked for: half of what a dense passage has.
  static let queryDensity = 20
  /// Frames on each side within which a landmark is the largest.
  private static let reach = 8
  /// −100 dB below a full-scale sine's 0.5: what dither and codecs leave of silence.
  private static let floor: Float = 5e-6
  private static let rows = 2 * reach + 1
  private static let bins = Landmarks.bins

  private let density: Int
  private var maximum = NeighbourhoodMaximum(count: bins.count)
  private var padded = [Float](
    repeating: 0, count: bins.count + 2 * NeighbourhoodMaximum.reach)
  /// Maxima over frequency of the last rows, in the order in which they came, around and around.
  private var maxima = [Float](repeating: 0, count: rows * bins.count)
  /// What is the largest of its own row, by row.
  private var candidates: [[Candidate]] = Array(repeating: [], count: rows)
  private var frame = 0
  private var second: [Candidate] = []
  private var peaks: [Landmark] = []
  private var levels = BandLevels()

  private struct Candidate {
    var frame: Int
    /// From the first of `bins`.
    var place: Int
    var bin: Float
    var magnitude: Float
    /// What it is kept by.
    var weight: Float
  }

  /// - Parameter density: landmarks a second at most.
  init(density: Int) { self.density = density }

  /// Takes the magnitudes of the next frame.
  mutating func consume(_ magnitudes: [Float]) {
    levels.consume(magnitudes)
    let row = frame % Self.rows
    gather(magnitudes, row: row)
    if frame >= Self.reach { settle(frame - Self.reach) }
    frame += 1
  }

  /// Ends the stream.
  ///
  /// To be called once.
  mutating func finish() -> (peaks: [Landmark], levels: [UInt8]) {
    let last = frame
    for next in max(0, last - Self.reach)..<max(0, last) {
      let row = frame % Self.rows
      for i in row * Self.bins.count..<(row + 1) * Self.bins.count { maxima[i] = 0 }
      candidates[row].removeAll(keepingCapacity: true)
      settle(next)
      frame += 1
    }
    close()
    return (peaks, levels.values)
  }

  /// Notes the maxima over frequency of a row and which of its values they are.
  private mutating func gather(_ magnitudes: [Float], row: Int) {
    let reach = NeighbourhoodMaximum.reach
    let first = Self.bins.lowerBound - reach
    for i in padded.indices {
      let bin = first + i
      padded[i] = bin >= 0 && bin < magnitudes.count ? magnitudes[bin] : 0
    }
    let start = row * Self.bins.count
    maximum.find(in: padded, into: &maxima, from: start)
    candidates[row].removeAll(keepingCapacity: true)
    var place = 0
    while place < Self.bins.count {
      let value = padded[place + reach]
      guard value >= maxima[start + place], value > Self.floor else {
        place += 1
        continue
      }
      candidates[row].append(candidate(place, value))
      place += reach
    }
  }

  private func candidate(_ place: Int, _ value: Float) -> Candidate {
    let middle = place + NeighbourhoodMaximum.reach
    let left = Logarithm.natural(max(padded[middle - 1], Self.floor / 10))
    let right = Logarithm.natural(max(padded[middle + 1], Self.floor / 10))
    let top = Logarithm.natural(value)
    // The parabola through the three, as in `SpectralPeak`.
    let curvature = left - 2 * top + right
    let offset = curvature < 0 ? min(max(0.5 * (left - right) / curvature, -0.5), 0.5) : 0
    let bin = Float(Self.bins.lowerBound + place) + offset
    // Music falls by about 3 dB an octave; without this the bass would take every place.
    let weight = top + 0.5 * Logarithm.natural(bin)
    return Candidate(frame: frame, place: place, bin: bin, magnitude: value, weight: weight)
  }

  /// Takes the candidates of a frame that no row around it exceeds.
  private mutating func settle(_ index: Int) {
    if index > 0, Self.second(of: index) != Self.second(of: index - 1) { close() }
    let row = index % Self.rows
    for candidate in candidates[row] {
      var stands = true
      for other in 0..<Self.rows where other != row && stands {
        stands = maxima[other * Self.bins.count + candidate.place] < candidate.magnitude
      }
      if stands { second.append(candidate) }
    }
  }

  private static func second(of frame: Int) -> Int {
    Int(Double(frame) / Landmarks.framesPerSecond)
  }

  /// Keeps the most prominent of the second that has ended.
  private mutating func close() {
    if second.count > density {
      second.sort { $0.weight > $1.weight }
      second.removeLast(second.count - density)
    }
    second.sort { ($0.frame, $0.place) < ($1.frame, $1.place) }
    for found in second { peaks.append(Landmark(frame: found.frame, bin: found.bin)) }
    second.removeAll(keepingCapacity: true)
  }
}
