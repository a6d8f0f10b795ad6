import RealModule

/// What a track's chords add up to.
public struct Harmony: Sendable, Equatable, Codable {
  /// The chord that sounds longest, as "A:min"; nil where there is none.
  public var predominantChord: String?
  /// Changes from one chord to another a minute.
  public var chordChangeRate: Double
  /// Moments a minute at which the sounding pitches move clearly, whatever chord they are.
  public var harmonicChangeRate: Double
  /// 0…1: how well the pitches that sound together agree; only fifths would be 1, only semitones 0.
  public var consonance: Double
}

extension Harmony {
  /// Consonance of the interval classes 1 to 6.
  ///
  /// Huron, "Interval-Class Content in Equally Tempered Pitch-Class Sets", Music Perception 11(3), 1994,
  /// table 2.
  private static let consonances = [-1.428, -0.582, 0.594, 0.386, 1.240, -0.453]

  init(_ sequence: ChordSequence, chords: [Chord], duration: Double) {
    var lengths: [String: Double] = [:]
    for chord in chords where chord.root != nil {
      lengths[chord.label, default: 0] += chord.duration
    }
    // Equal lengths: the first in the alphabet, so that the answer never depends on hashing.
    predominantChord = lengths.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    let minutes = max(duration, 1) / 60
    chordChangeRate = Double(max(0, chords.count - 1)) / minutes
    harmonicChangeRate = Double(Self.changes(in: sequence.chroma)) / minutes
    consonance = Self.consonance(of: sequence.chroma)
  }

  /// The local maxima of the tonal centroid's movement that stand above its mean.
  ///
  /// Harte, Sandler and Gasser, "Detecting Harmonic Change in Musical Audio", AMCMM 2006, §3.
  private static func changes(in chroma: [[Float]]) -> Int {
    let centroids = chroma.map(centroid)
    guard centroids.count > 3 else { return 0 }
    // Across two steps, so that one that lies on the border of two chords does not halve the movement.
    let movement: [Double] = (1..<centroids.count - 1).map { step in
      var sum = 0.0
      for (before, after) in zip(centroids[step - 1], centroids[step + 1]) {
        sum += (before - after) * (before - after)
      }
      return sum.squareRoot()
    }
    let mean = movement.reduce(0, +) / Double(movement.count)
    var count = 0
    for step in 1..<movement.count - 1 {
      let here = movement[step]
      // Rounding alone moves a sustained chord, too.
      guard here > 1e-3, here >= mean else { continue }
      if here > movement[step - 1], here >= movement[step + 1] { count += 1 }
    }
    return count
  }

  /// The circles of fifths, minor thirds and major thirds, with the radii of the paper.
  private static func centroid(_ chroma: [Float]) -> [Double] {
    let sum = Double(chroma.reduce(0, +))
    guard sum > 0 else { return [Double](repeating: 0, count: 6) }
    return [(7.0 / 6, 1.0), (3.0 / 2, 1.0), (2.0 / 3, 0.5)].flatMap { turn, radius in
      var (x, y) = (0.0, 0.0)
      for (pitch, value) in chroma.enumerated() {
        let angle = Double(pitch) * turn * .pi
        x += Double(value) * .sin(angle)
        y += Double(value) * .cos(angle)
      }
      return [radius * x / sum, radius * y / sum]
    }
  }

  private static func consonance(of chroma: [[Float]]) -> Double {
    var (sum, weight) = (0.0, 0.0)
    for row in chroma {
      for low in 0..<row.count {
        for high in low + 1..<row.count {
          let product = Double(row[low] * row[high])
          let interval = min(high - low, row.count - high + low)
          sum += product * consonances[interval - 1]
          weight += product
        }
      }
    }
    guard weight > 0 else { return 0 }
    return (sum / weight - consonances[0]) / (consonances[4] - consonances[0])
  }
}
