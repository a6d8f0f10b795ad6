import Analysis

/// A stretch of the audio-analysis document.
struct DocumentInterval: Sendable, Equatable {
  /// Seconds, as written: to 0.01 ms.
  var start: Double
  var duration: Double
  var confidence: Double

  var json: JSONValue {
    .object([
      "start": .number(start, places: 5),
      "duration": .number(duration, places: 5),
      "confidence": .number(confidence, places: 3),
    ])
  }

  /// Intervals that begin at `starts` and each end where the next begins, the last at `end`.
  ///
  /// Starts are rounded first, so that what is written tiles too.
  static func tiles(
    _ starts: [(start: Double, confidence: Double)], until end: Double
  ) -> [DocumentInterval] {
    let times = starts.map { rounded($0.start) } + [rounded(end)]
    return starts.indices.map { index in
      DocumentInterval(
        start: times[index], duration: rounded(max(0, times[index + 1] - times[index])),
        confidence: min(max(0, starts[index].confidence), 1))
    }
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1e5).rounded() / 1e5 }
}
