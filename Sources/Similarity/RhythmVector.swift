import Analysis
import RealModule

/// The raw numbers of the rhythm family: which multiples and fractions of the tempo pulse in which
/// band.
///
/// The product tempogram's six bands, on an axis of octaves around the track's own tempo, so that
/// the same beat played faster is the same row (after Pohle et al., "On Rhythm and General Music
/// Similarity", ISMIR 2009): 6 × 24. Behind them ln(1 + pulse clarity), beat strength and ln(1 +
/// flux); the tempo's own weight; and the tempo on a circle on which octaves coincide, times that
/// weight: 6.
enum RhythmVector {
  private static let bands = 6
  /// Two octaves below the tempo to two above, six cells to the octave.
  ///
  /// chosen: halves, thirds and quarters of the beat fall into cells of their own.
  private static let cells = 24
  private static let cellWidth = 8
  static let count = bands * cells + 6

  /// The clarity at which the tempo has half of its weight.
  ///
  /// measured: the median of the development corpus (2026-11-21; a twentieth lies below 4, another
  /// above 43).
  private static let clarityMiddle: Float = 17

  static func vector(_ features: TrackFeatures, tempo: Double?) -> [Float]? {
    guard
      features.tempogram.count > bands,
      features.tempogram.allSatisfy({ $0.count == TempoAxis.count })
    else { return nil }
    var vector: [Float] = []
    vector.reserveCapacity(count)
    // A tempo that is no tempo is none.
    let tempo = tempo.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    for band in 0..<bands { vector += centred(features.tempogram[band], on: tempo) }
    let clarity = max(0, features.pulseClarity)
    let weight = tempo == nil ? 0 : clarity / (clarity + clarityMiddle)
    // A multiple of 2 in the tempo is one turn.
    let angle = 2 * Double.pi * Double.log2(tempo ?? 60)
    vector += [Float.log(1 + clarity), features.beatStrength, Float.log(1 + max(0, features.flux))]
    vector += [weight, weight * Float(Double.cos(angle)), weight * Float(Double.sin(angle))]
    return vector
  }

  /// One band's strengths around the tempo, as square roots, so that the main peak does not hide
  /// the rest.
  private static func centred(_ row: [Float], on tempo: Double?) -> [Float] {
    guard let tempo else { return [Float](repeating: 0, count: cells) }
    let center = TempoAxis.position(of: tempo)
    let first = Int(center.rounded()) - cells * cellWidth / 2 - cellWidth / 2
    return (0..<cells).map { cell in
      var sum: Float = 0
      for bin in first + cell * cellWidth..<first + (cell + 1) * cellWidth
      where row.indices.contains(bin) { sum += row[bin] }
      return (sum / Float(cellWidth)).squareRoot()
    }
  }
}
