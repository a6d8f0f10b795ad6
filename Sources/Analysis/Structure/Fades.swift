import RealModule

/// Where a track has faded in, and where it begins to fade out.
public struct Fades: Sendable, Equatable, Codable {
  /// Seconds; where the sound begins when it does not fade in.
  public var endOfFadeIn: Double
  /// Seconds; where the sound ends when it does not fade out.
  public var startOfFadeOut: Double

  /// Seconds at either end in which a fade is looked for.
  ///
  /// chosen: few fades of published music last longer than 20 s.
  private static let reach = 30.0
  /// Decibels below the loudest momentary level under which nothing sounds.
  private static let silence = 50.0
  /// A fade takes this long at least, in seconds; shorter ones are attacks and last chords.
  private static let shortest = 2.0
  /// … and goes this far down, in decibels.
  private static let depth = 15.0
  /// … and follows a straight line this closely: root mean square, in decibels.
  private static let tolerance = 4.0
  private static let stepsPerSecond = 10.0

  /// The fades of a track of `duration` seconds, from the energies of its steps of 100 ms.
  init(steps: [Double], duration: Double) {
    let levels = Self.levels(steps)
    guard let first = levels.firstIndex(where: { $0 > -Self.silence }),
      let last = levels.lastIndex(where: { $0 > -Self.silence })
    else {
      (endOfFadeIn, startOfFadeOut) = (0, duration)
      return
    }
    let head = Array(levels[first...last].reversed())
    let fadeIn = Self.fadeOut(in: head) ?? 0
    let fadeOut = Self.fadeOut(in: Array(levels[first...last])) ?? 0
    // The step in which it begins belongs to the sound.
    let begin = Double(first + fadeIn) / Self.stepsPerSecond
    let end = Double(last + 1 - fadeOut) / Self.stepsPerSecond
    endOfFadeIn = min(begin, duration)
    startOfFadeOut = max(min(end, duration), endOfFadeIn)
  }

  /// Momentary loudness over 400 ms around each step, relative to the loudest, in decibels.
  private static func levels(_ steps: [Double]) -> [Double] {
    let smooth = steps.indices.map { n in
      let near = steps[max(0, n - 2)..<min(steps.count, n + 2)]
      return near.reduce(0, +) / Double(near.count)
    }
    guard let top = smooth.max(), top > 0 else { return smooth.map { _ in -.infinity } }
    return smooth.map { max(-2 * silence, 10 * .log10(max($0 / top, .leastNormalMagnitude))) }
  }

  /// How many steps before the end of `levels` a fade-out begins; nil where there is none.
  ///
  /// Fits a level that stays and then falls, either straight in decibels or straight in amplitude, by least
  /// squares over all places where the fall could begin.
  private static func fadeOut(in levels: [Double]) -> Int? {
    let count = min(levels.count, Int(reach * stepsPerSecond))
    let tail = Array(levels[(levels.count - count)...])
    let fewest = Int(shortest * stepsPerSecond)
    // Some of what stays must be seen.
    guard count > 2 * fewest, let bottom = tail.last else { return nil }
    var best: (error: Double, ofFall: Double, length: Int)?
    for length in fewest...count - fewest {
      let level = tail[..<(count - length)].reduce(0, +) / Double(count - length)
      guard level - bottom >= depth else { continue }
      for isStraightInDecibels in [true, false] {
        let fall = error(of: tail.suffix(length), level, bottom, isStraightInDecibels)
        let stay = tail[..<(count - length)].reduce(0) { $0 + ($1 - level) * ($1 - level) }
        if fall + stay < best?.error ?? .infinity { best = (fall + stay, fall, length) }
      }
    }
    guard let best, (best.ofFall / Double(best.length)).squareRoot() <= tolerance else {
      return nil
    }
    return best.length
  }

  /// Sum of squared differences between a fall from `level` to `bottom` and `levels`.
  private static func error(
    of levels: ArraySlice<Double>, _ level: Double, _ bottom: Double, _ isDecibels: Bool
  ) -> Double {
    var sum = 0.0
    for (n, value) in levels.enumerated() {
      let share = Double(n + 1) / Double(levels.count)
      let model =
        isDecibels
        ? level + share * (bottom - level)
        : max(bottom, level + 20 * .log10(max(1 - share, 1e-6)))
      sum += (value - model) * (value - model)
    }
    return sum
  }
}
