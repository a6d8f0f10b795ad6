import DSP
import RealModule

/// What a track's pitches add up to.
struct TonalSummary {
  /// Frames this far below the loud ones carry no key of their own: 40 dB, as an amplitude.
  private static let quietest: Float = 0.01

  /// Mean chroma of each octave (octave × pitch class, C first), frames weighted by the fourth root of
  /// their energy.
  private(set) var octaves = [Double](repeating: 0, count: Chroma.octaves * Chroma.pitches)
  /// Sums over frames of the folded chroma and of its square, for mean and deviation.
  private(set) var chromaSum = [Double](repeating: 0, count: Chroma.pitches)
  private(set) var chromaSquares = [Double](repeating: 0, count: Chroma.pitches)
  /// Sum of the distances between the chromas of frames a second apart.
  private(set) var change = 0.0
  private(set) var changes = 0
  private(set) var weight = 0.0
  private(set) var frames = 0
  private(set) var tuning = Tuning()
  private(set) var pitches = PitchFrames()

  mutating func add(_ chapter: SpectralChapter) {
    let start = chapter.firstFrame / SpectralFrontEnd.framesPerTonalFrame
    let energies = chapter.tonalPeaks.map { frame in
      frame.reduce(Float(0)) { $0 + $1.magnitude * $1.magnitude }
    }
    guard let loud = Statistics.quantile(0.95, of: energies), loud > 0 else { return }
    let audible = energies.indices.filter {
      energies[$0] > Self.quietest * Self.quietest * loud
    }
    for frame in audible { tuning.add(chapter.tonalPeaks[frame]) }
    var history: [[Float]] = []
    for frame in audible {
      var bins = [Float](repeating: 0, count: octaves.count)
      Chroma.add(chapter.tonalPeaks[frame], tuning: tuning.cents, to: &bins)
      let sum = bins.reduce(0, +)
      guard sum > 0 else { continue }
      let share = Double(Float.pow(energies[frame] / loud, 0.25))
      for i in bins.indices { octaves[i] += share * Double(bins[i] / sum) }
      weight += share
      let bands = chapter.pitchBands[(frame * PitchBands.count)...].prefix(PitchBands.count)
      pitches.add(
        PitchBands.amplitudes(of: bands, tuning: tuning.cents), share: Float(share),
        index: start + frame)
      let folded = Self.fold(bins).map { $0 / sum }
      for i in folded.indices {
        chromaSum[i] += Double(folded[i])
        chromaSquares[i] += Double(folded[i] * folded[i])
      }
      frames += 1
      history.append(folded)
      if history.count > 5 {
        let before = history.removeFirst()
        change += Double(1 - Self.cosine(before, folded))
        changes += 1
      }
    }
  }

  /// What each octave from C1 on counts for the key: the highest hold more overtones than notes.
  ///
  /// Measured on the development corpus (2026-11-21): against equal weights the weighted key score
  /// rises from 46 to 50 on real music, 65 to 69 on chorales and 89 to 91 on synthetic pieces.
  static let octaveWeights: [Float] = [1, 1, 1, 1, 0.5, 0.25]

  /// One value a pitch class, C first: the weighted sum of all octaves, the largest 1; nil where nothing sounds.
  var chroma: [Float]? {
    guard weight > 0 else { return nil }
    let weighted = octaves.indices.map { bin in
      Float(octaves[bin] / weight) * Self.octaveWeights[bin / Chroma.pitches]
    }
    let folded = Self.fold(weighted)
    guard let top = folded.max(), top > 0 else { return nil }
    return folded.map { $0 / top }
  }

  private static func fold(_ octaves: [Float]) -> [Float] {
    (0..<Chroma.pitches).map { pitch in
      (0..<Chroma.octaves).reduce(Float(0)) { $0 + octaves[$1 * Chroma.pitches + pitch] }
    }
  }

  private static func cosine(_ a: [Float], _ b: [Float]) -> Float {
    var product: Float = 0
    var squareA: Float = 0
    var squareB: Float = 0
    for (x, y) in zip(a, b) {
      product += x * y
      squareA += x * x
      squareB += y * y
    }
    let norm = (squareA * squareB).squareRoot()
    return norm > 0 ? product / norm : 1
  }
}
