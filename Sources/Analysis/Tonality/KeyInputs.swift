/// What the key decision sees of a stretch of music: eight rows of twelve values, C first, each row brought
/// to mean 0 and deviation 1.
///
/// All rows turn with the pitch, so a transposition turns the decision by exactly as much.
enum KeyInputs {
  /// All octaves; the bass; major triads; minor triads; the beginning; the end; dominant seventh chords;
  /// diminished triads.
  static let rows = 8

  /// Frames on either side that a chord is looked for in: a second in all.
  ///
  /// chosen: arpeggios spell a chord within about a second.
  private static let reach = 2
  /// Frames of the beginning and of the end: 8 s, at most a quarter each.
  private static let ends = 40
  /// The degrees above the root of each chord row.
  private static let chords = [[4, 7], [3, 7], [4, 10], [3, 6]]

  /// Nil where nothing tonal sounds in the range of positions.
  static func rows(of frames: PitchFrames, in range: Range<Int>) -> [[Float]]? {
    guard !range.isEmpty else { return nil }
    let size = Chroma.pitches
    var all = [Double](repeating: 0, count: size)
    var low = all
    var first = all
    var last = all
    var found = [[Double]](repeating: all, count: chords.count)
    let end = max(1, min(ends, range.count / 4))
    for frame in range {
      let share = Double(frames.shares[frame])
      let isFirst = frame < range.lowerBound + end
      let isLast = frame >= range.upperBound - end
      for pitch in 0..<size {
        let value = Double(frames.folded[frame * size + pitch])
        all[pitch] += share * value
        low[pitch] += share * Double(frames.low[frame * size + pitch])
        if isFirst { first[pitch] += value }
        if isLast { last[pitch] += value }
      }
    }
    addChords(of: frames, in: range, to: &found)
    guard all.contains(where: { $0 > 0 }) else { return nil }
    return [all, low, found[0], found[1], first, last, found[2], found[3]].map(standardised)
  }

  /// Adds, for each root, how strongly all notes of a chord sound within a second: the product of their shares
  /// of the loudest.
  private static func addChords(
    of frames: PitchFrames, in range: Range<Int>, to found: inout [[Double]]
  ) {
    let size = Chroma.pitches
    let peaks = range.map { frame in
      (0..<size).reduce(Float(0)) { max($0, frames.folded[frame * size + $1]) }
    }
    var sum = [Double](repeating: 0, count: size)
    /// Puts a frame into the moving sum, or takes it out.
    func move(_ frame: Int, _ sign: Double) {
      let top = peaks[frame - range.lowerBound]
      guard top > 0 else { return }
      for pitch in 0..<size {
        sum[pitch] += sign * Double(frames.folded[frame * size + pitch] / top)
      }
    }
    for frame in range.prefix(reach) { move(frame, 1) }
    for frame in range {
      if frame + reach < range.upperBound { move(frame + reach, 1) }
      if frame - reach - 1 >= range.lowerBound { move(frame - reach - 1, -1) }
      let around =
        min(frame + reach, range.upperBound - 1) - max(frame - reach, range.lowerBound) + 1
      let scale = 1 / Double(around * around * around)
      for (chord, degrees) in chords.enumerated() {
        for root in 0..<size {
          found[chord][root] +=
            scale * sum[root] * sum[(root + degrees[0]) % size] * sum[(root + degrees[1]) % size]
        }
      }
    }
  }

  private static func standardised(_ row: [Double]) -> [Float] {
    let mean = row.reduce(0, +) / Double(row.count)
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
    let deviation = variance.squareRoot()
    return row.map { deviation > 1e-12 ? Float(($0 - mean) / deviation) : 0 }
  }
}
