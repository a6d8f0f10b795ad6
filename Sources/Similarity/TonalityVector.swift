import Analysis

/// The raw numbers of the tonality family: which notes sound together, whatever the key.
///
/// Mean and deviation of the chroma, turned so that the key's scale begins on C (a minor key as its
/// relative major, with which it shares the notes): 24. Then, the same in every key: the six
/// interval classes' shares of all pairs of notes, the four triads' shares, harmonic change, and
/// the correlation with the best major and the best minor key: 6 + 4 + 3.
enum TonalityVector {
  private static let pitches = 12
  static let count = 2 * pitches + 13
  /// Semitones above the root: major, minor, diminished, augmented.
  private static let triads = [(4, 7), (3, 7), (3, 6), (4, 8)]

  static func vector(_ features: TrackFeatures, key: Key?) -> [Float]? {
    let mean = features.chromaMean
    guard
      mean.count == pitches, features.chromaDeviation.count == pitches,
      features.keyCorrelations.count == 2
    else { return nil }
    let root = key.map(scaleRoot) ?? likeliestRoot(mean)
    return turned(mean, to: root) + turned(features.chromaDeviation, to: root) + intervals(mean)
      + triadShares(mean) + [features.harmonicChange] + features.keyCorrelations
  }

  private static func scaleRoot(of key: Key) -> Int {
    (key.tonic.rawValue + (key.mode == .minor ? 3 : 0)) % pitches
  }

  /// The root of the major scale whose seven notes hold most: what stands in for a key that nobody
  /// named.
  private static func likeliestRoot(_ chroma: [Float]) -> Int {
    let scale = [0, 2, 4, 5, 7, 9, 11]
    var best = (root: 0, sum: -Float.infinity)
    for root in 0..<pitches {
      let sum = scale.reduce(Float(0)) { $0 + chroma[(root + $1) % pitches] }
      if sum > best.sum { best = (root, sum) }
    }
    return best.root
  }

  private static func turned(_ chroma: [Float], to root: Int) -> [Float] {
    chroma.indices.map { chroma[($0 + root) % pitches] }
  }

  /// Shares of the interval classes 1…6 in all pairs of different notes.
  private static func intervals(_ chroma: [Float]) -> [Float] {
    shares(
      (1...6).map { interval in
        let sum = chroma.indices.reduce(Float(0)) {
          $0 + chroma[$1] * chroma[($1 + interval) % pitches]
        }
        return interval == 6 ? sum / 2 : sum  // each tritone was met from both of its ends
      })
  }

  private static func triadShares(_ chroma: [Float]) -> [Float] {
    shares(
      triads.map { third, fifth in
        chroma.indices.reduce(Float(0)) {
          $0 + chroma[$1] * chroma[($1 + third) % pitches] * chroma[($1 + fifth) % pitches]
        }
      })
  }

  private static func shares(_ values: [Float]) -> [Float] {
    let sum = values.reduce(0, +)
    // Not a comparison with 0 alone: what is no number must come out as such.
    return sum == 0 ? values : values.map { $0 / sum }
  }
}
