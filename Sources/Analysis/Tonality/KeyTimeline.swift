import RealModule

/// A stretch of a track in one key.
public struct KeySpan: Sendable, Equatable, Codable {
  /// Seconds.
  public var start: Double
  /// Seconds.
  public var duration: Double
  public var key: Key
  /// 0…1: the mean over the stretch.
  public var confidence: Double
}

/// Where a track modulates: the likeliest path through the 24 keys (Viterbi), from window to window.
enum KeyTimeline {
  /// Seconds of a window and from one to the next.
  ///
  /// chosen: some four bars, enough for a cadence; a change is then placed to a bar or so.
  private static let window = 10.0
  private static let step = 2.5
  /// Log odds that a change to a related key costs (a fifth away, relative or parallel), and to any other.
  ///
  /// chosen: neighbouring windows share three quarters of their frames, so a stretch must be clearly in another
  /// key for some 10 s.
  private static let relatedPrice = 13.0
  private static let price = 14.0
  /// The share of a window's odds that says nothing: no single window decides.
  private static let doubt = 0.02

  /// Spans that tile the track, one of them at least in `main`'s key; nil where nothing tonal sounds.
  static func spans(_ tonal: TonalSummary, main: KeyEstimate, duration: Double) -> [KeySpan]? {
    let starts = Array(stride(from: 0, to: max(step, duration - window + step), by: step))
    let odds = starts.map { start -> [Double]? in
      let range = tonal.pitches.range(from: start, to: start + window)
      // Less than a quarter of the window sounds: nothing to hear a key in.
      guard Double(range.count) * PitchFrames.seconds > window / 4 else { return nil }
      return KeyClassifier.probabilities(tonal.pitches, in: range)
    }
    guard duration > 0 else { return nil }
    let whole = [KeySpan(start: 0, duration: duration, key: main.key, confidence: main.confidence)]
    let path = path(odds)
    guard let home = Key.all.firstIndex(of: main.key), path.contains(home), Set(path).count > 1
    else {
      return whole
    }
    // A window speaks for its middle.
    let borders = starts.map { $0 + (window - step) / 2 }
    var spans: [KeySpan] = []
    var first = 0
    for index in path.indices where index + 1 == path.count || path[index + 1] != path[index] {
      let sure = (first...index).compactMap { odds[$0]?[path[index]] }
      let start = first == 0 ? 0 : borders[first]
      let end = index + 1 == path.count ? duration : borders[index + 1]
      spans.append(
        KeySpan(
          start: start, duration: end - start, key: Key.all[path[index]],
          confidence: sure.isEmpty ? 0 : sure.reduce(0, +) / Double(sure.count)))
      first = index + 1
    }
    return spans
  }

  private static func path(_ odds: [[Double]?]) -> [Int] {
    let keys = Key.all
    let costs = keys.map { from in
      keys.map { $0 == from ? 0 : areRelated(from, $0) ? relatedPrice : price }
    }
    var scores = [Double](repeating: 0, count: keys.count)
    var origins: [[Int]] = []
    for window in odds {
      var next = scores
      var origin = Array(keys.indices)
      for to in keys.indices {
        for from in keys.indices where scores[from] - costs[from][to] > next[to] {
          next[to] = scores[from] - costs[from][to]
          origin[to] = from
        }
      }
      if let window {
        for key in keys.indices {
          next[key] += .log((1 - doubt) * window[key] + doubt / Double(keys.count))
        }
      }
      let top = next.max() ?? 0
      scores = next.map { $0 - top }
      origins.append(origin)
    }
    var key = scores.indices.max { scores[$0] < scores[$1] } ?? 0
    var path: [Int] = []
    for origin in origins.reversed() {
      path.append(key)
      key = origin[key]
    }
    return path.reversed()
  }

  private static func areRelated(_ a: Key, _ b: Key) -> Bool {
    a.compatible.contains(b) || a.tonic == b.tonic
  }
}
