import RealModule

/// The chords of a track, from beat to beat.
///
/// The mean pitches of each beat are compared with templates whose notes sound with their first six harmonics;
/// the likeliest path through 84 chords and "none" stays on a chord unless the others win by more than the
/// price of a change (Viterbi; Bello and Pickens, ISMIR 2005, §3).
struct ChordSequence {
  /// The steps that chords can begin at: seconds, rising, with the track's end as the last one.
  let borders: [Double]
  /// Twelve values a step, of length 1; all 0 where nothing sounds.
  let chroma: [[Float]]
  /// The same for the lowest octaves, the largest 1.
  private let low: [[Float]]

  /// Without beats, chords are looked for every half second.
  ///
  /// chosen: a beat at 120 bpm.
  private static let step = 0.5
  /// Seconds without a beat that are divided.
  ///
  /// chosen: a beat at 75 bpm; slower ones may be every other beat of the music, and chords change between.
  private static let longestGap = 0.8
  /// A beat closer to the start than this begins there.
  private static let shortest = 0.05
  /// Of a harmonic against the one before.
  ///
  /// measured: 0.5, 0.6 and 0.7 give 79.4, 80.0 and 79.7 % right sevenths on 137 further pieces (2026-11-22).
  private static let harmonicDecay: Float = 0.6
  /// Turns similarities into log odds.
  ///
  /// measured: 9, 12 and 16 give 79.7, 80.0 and 79.7 % right sevenths on 137 further pieces (2026-11-22).
  private static let sharpness: Float = 12
  /// Log odds that a change costs.
  ///
  /// measured: 1.5, 2 and 3 give 79.7, 80.0 and 79.3 % right sevenths on 137 further pieces (2026-11-22).
  private static let changePrice: Float = 2
  /// What the root in the bass adds to the similarity.
  ///
  /// measured: 0.03, 0.06 and 0.1 give 93.9, 93.9 and 93.6 % right triads on 137 further pieces (2026-11-22).
  private static let bassShare: Float = 0.03
  /// What a chord that is rare, or fits by having more notes, must be more similar by than a triad.
  ///
  /// measured: sevenths at 0.03, 0.05 and 0.07 give 78.3, 80.0 and 79.5 % right sevenths on 137 further pieces, 73, 70
  /// and 66 on those of the development corpus (2026-11-22).
  private static func handicap(_ quality: Chord.Quality) -> Float {
    switch quality {
    case .major, .minor: 0
    case .dominantSeventh, .majorSeventh, .minorSeventh: 0.05
    case .diminished: 0.06
    case .suspended: 0.08
    }
  }

  /// What no chord must be more similar by.
  ///
  /// measured: 0, 0.1, 0.15 and 0.2 give 83, 88, 89 and 90 % right triads on the synthetic pieces (2026-11-21);
  /// the smaller leaves more noise without a chord.
  private static let noneHandicap: Float = 0.15

  /// The beats, and steps where there is none for long: between slow beats, before the first, in a break.
  private static func borders(_ beats: [Double]) -> [Double] {
    zip(beats, beats.dropFirst()).flatMap { start, end in
      let parts = end - start > longestGap ? Int(((end - start) / step).rounded()) : 1
      return (0..<parts).map { start + (end - start) * Double($0) / Double(parts) }
    } + [beats[beats.count - 1]]
  }

  private static let candidates: [(root: PitchClass, quality: Chord.Quality)] =
    Chord.Quality.allCases.flatMap { quality in PitchClass.allCases.map { ($0, quality) } }

  /// One row of twelve a candidate, of length 1, then the row of no chord: all pitches alike.
  private static let templates: [[Float]] = {
    var rows = candidates.map { candidate in
      var row = [Float](repeating: 0, count: Chroma.pitches)
      for degree in candidate.quality.degrees {
        var weight: Float = 1
        for harmonic in 1...6 {
          let pitch =
            candidate.root.rawValue + degree + Int((12 * Float.log2(Float(harmonic))).rounded())
          row[pitch % Chroma.pitches] += weight
          weight *= harmonicDecay
        }
      }
      return row
    }
    rows.append([Float](repeating: 1, count: Chroma.pitches))
    return rows.map { unit($0) }
  }()

  init(_ frames: PitchFrames, beats: [Double], duration: Double) {
    let borders = Self.borders(
      [0] + beats.filter { $0 > Self.shortest && $0 < duration } + [duration])
    self.borders = borders
    var chroma: [[Float]] = []
    var low: [[Float]] = []
    for (start, end) in zip(borders, borders.dropFirst()) {
      var range = frames.range(from: start, to: end)
      if range.isEmpty {
        let middle = (start + end) / 2
        range = frames.range(from: middle - PitchFrames.seconds, to: middle + PitchFrames.seconds)
      }
      let (all, bass) = Self.sums(of: frames, in: range)
      chroma.append(Self.unit(all))
      let top = bass.max() ?? 0
      low.append(top > 0 ? bass.map { $0 / top } : bass)
    }
    self.chroma = chroma
    self.low = low
  }

  private static func sums(of frames: PitchFrames, in range: Range<Int>) -> ([Float], [Float]) {
    var all = [Float](repeating: 0, count: Chroma.pitches)
    var low = all
    for frame in range {
      for pitch in 0..<Chroma.pitches {
        all[pitch] += frames.folded[frame * Chroma.pitches + pitch]
        low[pitch] += frames.low[frame * Chroma.pitches + pitch]
      }
    }
    return (all, low)
  }

  private static func unit(_ row: [Float]) -> [Float] {
    let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? row.map { $0 / length } : row
  }

  /// The chords, in order; they tile the track.
  func chords() -> [Chord] {
    var found: [Chord] = []
    var last = -1
    for (step, state) in path().enumerated() {
      let end = borders[step + 1]
      if state == last {
        found[found.count - 1].duration = end - found[found.count - 1].start
      } else {
        let chord = state < Self.candidates.count ? Self.candidates[state] : nil
        found.append(
          Chord(
            start: borders[step], duration: end - borders[step], root: chord?.root,
            quality: chord?.quality))
        last = state
      }
    }
    return found.filter { $0.duration > 0 }
  }

  /// The likeliest state of each step.
  private func path() -> [Int] {
    let states = Self.templates.count
    var scores = [Float](repeating: 0, count: states)
    var origins: [[UInt8]] = []
    for step in chroma.indices {
      let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      let changed = scores[best] - Self.changePrice
      var origin = [UInt8](repeating: UInt8(best), count: states)
      for state in 0..<states {
        // Only differences count; the best stands at 0, so that sums do not grow with the track.
        var score = changed
        if scores[state] >= changed {
          score = scores[state]
          origin[state] = UInt8(state)
        }
        scores[state] = score - changed + Self.sharpness * similarity(step, state)
      }
      let top = scores.max() ?? 0
      for state in 0..<states { scores[state] -= top }
      origins.append(origin)
    }
    var state = scores.indices.max { scores[$0] < scores[$1] } ?? 0
    var path: [Int] = []
    for origin in origins.reversed() {
      path.append(state)
      state = Int(origin[state])
    }
    return path.reversed()
  }

  private func similarity(_ step: Int, _ state: Int) -> Float {
    let (row, template) = (chroma[step], Self.templates[state])
    var sum: Float = 0
    for pitch in 0..<Chroma.pitches { sum += row[pitch] * template[pitch] }
    guard state < Self.candidates.count else {
      // Silence is no chord either.
      return sum > 0 ? sum - Self.noneHandicap : 1
    }
    let (root, quality) = Self.candidates[state]
    return sum + Self.bassShare * low[step][root.rawValue] - Self.handicap(quality)
  }
}
