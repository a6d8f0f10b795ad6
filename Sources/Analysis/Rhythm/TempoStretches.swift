/// Cuts a chapter where its pulse becomes another one for good, as between the songs of a mix.
///
/// A chapter decides for one tempo, and where it holds the end of one song and the beginning of the next, the
/// shorter one would be counted at the other's. Cut is where the windows before and after a moment each agree
/// on a pulse of their own, and hardly on each other's.
enum TempoStretches {
  /// Windows on either side that a cut is judged by; there is one a second.
  ///
  /// chosen: a minute holds a verse and a chorus, so neither a break nor a bridge is another song.
  private static let reach = 60
  /// The shortest stretch, in windows.
  ///
  /// Measured (2026-11-21): with 30 one of six whole songs lost its intro of 36 s to another tempo, with 60 none
  /// does; a song of a mix lasts longer.
  private static let shortest = 60
  /// Moments that are tried lie this many windows apart; the best is then moved to where the pulse changes.
  private static let step = 5
  /// The share of windows, weighted, that have their own side's pulse, at least, and the other's, at most.
  ///
  /// Measured (2026-11-21) with stretches of half a minute, since the excerpts last no longer than one:
  /// 0.65 and 0.25 cut 77 % of 60 pairs of real excerpts joined at random, of which some
  /// share a pulse by chance, half of them to the second, and 2 of 120 excerpts of at most a minute that are one
  /// song, with sides less than half as long; with 0.8 it is 63 % and none, with 0.4 the same 77 % and 4.
  private static let (own, other): (Float, Float) = (0.65, 0.25)
  /// Bins of the tempo axis by which two windows of one pulse differ at most: 1.5 %.
  ///
  /// chosen: the axis' own grain; 3 % takes songs of nearly related tempi for one.
  private static let tolerance = 1
  /// Whether two tempi are levels of one metre, by their distance in bins.
  private static let related: [Bool] = {
    var related = [Bool](repeating: false, count: 2 * TempoAxis.count + 1)
    for level in TempoAxis.levels {
      let distance = TempoAxis.position(of: level * TempoAxis.lowest).rounded()
      for offset in -tolerance...tolerance {
        related[TempoAxis.count + Int(distance) + offset] = true
      }
    }
    return related
  }()

  /// Where new stretches begin: indices into `windows`, rising; empty for music of one pulse.
  static func cuts(_ windows: [Tempogram.Window]) -> [Int] {
    cuts(windows, in: windows.indices)
  }

  private static func cuts(_ windows: [Tempogram.Window], in range: Range<Int>) -> [Int] {
    guard range.count >= 2 * shortest else { return [] }
    var best: (cut: Int, score: Float, pulses: (Int, Int))?
    let last = range.upperBound - shortest
    for cut in stride(from: range.lowerBound + shortest, through: last, by: step) {
      let before = max(range.lowerBound, cut - reach)..<cut
      let after = cut..<min(range.upperBound, cut + reach)
      let (left, right) = (pulse(windows[before]), pulse(windows[after]))
      let together = min(share(windows[before], of: left), share(windows[after], of: right))
      let apart = max(share(windows[before], of: right), share(windows[after], of: left))
      guard together >= own, apart <= other else { continue }
      if together - apart > best?.score ?? 0 { best = (cut, together - apart, (left, right)) }
    }
    guard let best else { return [] }
    let cut = settled(best.cut, best.pulses, windows, in: range)
    return cuts(windows, in: range.lowerBound..<cut) + [cut]
      + cuts(windows, in: cut..<range.upperBound)
  }

  /// The moment near `cut` before which most windows have the first pulse and after which the second.
  private static func settled(
    _ cut: Int, _ pulses: (Int, Int), _ windows: [Tempogram.Window], in range: Range<Int>
  ) -> Int {
    let low = max(range.lowerBound + shortest, cut - 2 * shortest)
    let high = min(range.upperBound - shortest, cut + 2 * shortest)
    var (best, top, sum) = (low, Float(0), Float(0))
    for n in low..<high {
      let window = windows[n]
      if isRelated(window.bin, pulses.0) { sum += window.weight }
      if isRelated(window.bin, pulses.1) { sum -= window.weight }
      if sum > top { (best, top) = (n + 1, sum) }
    }
    return best
  }

  /// The tempo, as a bin, with which most windows agree.
  private static func pulse(_ windows: ArraySlice<Tempogram.Window>) -> Int {
    let bins = Set(windows.map(\.bin)).sorted()
    return bins.max { share(windows, of: $0) < share(windows, of: $1) } ?? 0
  }

  private static func share(_ windows: ArraySlice<Tempogram.Window>, of pulse: Int) -> Float {
    var (sum, all): (Float, Float) = (0, 1e-9)
    for window in windows {
      all += window.weight
      if isRelated(window.bin, pulse) { sum += window.weight }
    }
    return sum / all
  }

  private static func isRelated(_ a: Int, _ b: Int) -> Bool { related[TempoAxis.count + a - b] }
}
