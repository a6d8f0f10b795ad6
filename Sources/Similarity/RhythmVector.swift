import Analysis
import RealModule

/// The raw numbers of the rhythm family: which multiples and fractions of the tempo pulse in which band.
///
/// The product tempogram's six bands, on an axis of octaves around the track's own tempo, so that the same
/// beat faster is the same row (tempo-invariant, after Pohle et al., "On Rhythm and General Music
/// Similarity", ISMIR 2009): 6 × 24. Then how clear the pulse is, how strong the beats, how busy the onsets,
/// how steep the tempo's octave: pulse clarity, beat strength and flux, and the tempo on a circle
/// on which its octaves coincide, times its clarity: 3 + 3.
enum RhythmVector {
  private static let bands = 6
  private static let tempi = 192
  /// Half an octave of the tempogram's axis is 24 of its bins.
  private static let binsPerOctave = 48
  private static let lowestTempo = 30.0
  /// Two octaves below the tempo to two above, six cells to the octave: a cell holds a third or a fourth
  /// of the beat apart from the half.
  private static let cells = 24
  private static let cellWidth = 8
  static let count = bands * cells + 6

  /// The clarity at which half of the tempo's own weight is reached. measured: near the corpus' median.
  private static let clarityMiddle: Float = 20

  static func vector(_ features: TrackFeatures, tempo: Double?) -> [Float]? {
    guard
      features.tempogram.count > bands, features.tempogram.allSatisfy({ $0.count == tempi })
    else { return nil }
    var vector: [Float] = []
    vector.reserveCapacity(count)
    for band in 0..<bands { vector += centred(features.tempogram[band], on: tempo) }
    let clarity = max(0, features.pulseClarity)
    let weight = tempo == nil ? 0 : clarity / (clarity + clarityMiddle)
    // A multiple of 2 in the tempo is one turn.
    let angle = 2 * Double.pi * Double.log2(tempo ?? 60)
    vector += [Float.log(1 + clarity), features.beatStrength, Float.log(1 + max(0, features.flux))]
    vector += [weight, weight * Float(Double.cos(angle)), weight * Float(Double.sin(angle))]
    return vector
  }

  /// One band's strengths around the tempo, as square roots, so that the main peak does not hide the rest.
  private static func centred(_ row: [Float], on tempo: Double?) -> [Float] {
    guard let tempo, tempo > 0, tempo.isFinite else { return [Float](repeating: 0, count: cells) }
    let center = Double(binsPerOctave) * Double.log2(tempo / lowestTempo)
    let first = Int(center.rounded()) - cells * cellWidth / 2 - cellWidth / 2
    return (0..<cells).map { cell in
      var sum: Float = 0
      for bin in first + cell * cellWidth..<first + (cell + 1) * cellWidth
      where row.indices.contains(bin) { sum += row[bin] }
      return (sum / Float(cellWidth)).squareRoot()
    }
  }
}
