import Sound

/// Joins what neighbouring windows of a clip agree with into stretches.
struct StretchJoiner {
  /// Seconds by which two windows may differ about where the clip lies in the track.
  ///
  /// chosen: three times the 50 ms that one place is good for.
  private static let tolerance = 0.15
  /// Seconds at a clip's ends in which there may be no pair of landmarks, though it goes on.
  private static let margin = 1.5

  private struct Stretch {
    var track: TrackID
    /// Frames of the clip that agree.
    var frames: Range<Int>
    /// The last window that was added.
    var window: Range<Int>
    /// Seconds of the track at the clip's beginning, as the best window says.
    var origin: Double
    var speed: Double
    var bestExpected: Double
    var found: Int
    var expected: Int
  }

  private var stretches: [Stretch] = []

  /// Adds what a window agrees with; windows come in the order of the clip.
  mutating func add(_ match: WindowMatch, window: Range<Int>) {
    let agreement = match.agreement
    let start = Landmarks.seconds(window.lowerBound)
    let origin =
      agreement.offset / Landmarks.framesPerSecond - start * agreement.speed
    let frames =
      window.lowerBound + agreement.first..<window.lowerBound + agreement.last + 1
    let place = stretches.lastIndex { known in
      let middle = start + Landmarks.seconds(window.count) / 2
      let shift = (known.origin + known.speed * middle) - (origin + agreement.speed * middle)
      return known.track == match.track && window.lowerBound <= known.window.upperBound
        && abs(shift) < Self.tolerance
    }
    guard let place else {
      stretches.append(
        Stretch(
          track: match.track, frames: frames, window: window, origin: origin,
          speed: agreement.speed, bestExpected: match.expected, found: agreement.found,
          expected: agreement.expected))
      return
    }
    let known = stretches[place].frames
    stretches[place].frames =
      min(known.lowerBound, frames.lowerBound)..<max(known.upperBound, frames.upperBound)
    stretches[place].window = window
    stretches[place].found += agreement.found
    stretches[place].expected += agreement.expected
    if match.expected < stretches[place].bestExpected {
      stretches[place].bestExpected = match.expected
      (stretches[place].origin, stretches[place].speed) = (origin, agreement.speed)
    }
  }

  /// The stretches as they are reported.
  ///
  /// A track that repeats itself agrees at several places; for one moment of the clip the best of them counts.
  func matches(clipFrames: Int) -> [ClipMatch] {
    var kept: [Stretch] = []
    for stretch in stretches.sorted(by: { $0.frames.count > $1.frames.count }) {
      let isCovered = kept.contains {
        $0.track == stretch.track && $0.frames.overlaps(stretch.frames)
          && $0.frames.clamped(to: stretch.frames).count * 2 > stretch.frames.count
      }
      if !isCovered { kept.append(stretch) }
    }
    let matches = kept.map { stretch in
      var start = Landmarks.seconds(stretch.frames.lowerBound)
      var end = Landmarks.seconds(stretch.frames.upperBound)
      let clipEnd = Landmarks.seconds(clipFrames)
      // A clip goes on to its end, and begins where the track does at the earliest.
      if start < Self.margin { start = 0 }
      if end > clipEnd - Self.margin { end = clipEnd }
      start = max(start, -stretch.origin / stretch.speed)
      return ClipMatch(
        track: stretch.track, clipStart: start, trackStart: stretch.origin + start * stretch.speed,
        length: max(0, end - start), speed: stretch.speed,
        score: Double(stretch.found) / Double(max(1, stretch.expected)),
        expectedByChance: stretch.bestExpected)
    }
    return matches.sorted {
      ($0.clipStart, $0.expectedByChance, $0.track.description)
        < ($1.clipStart, $1.expectedByChance, $1.track.description)
    }
  }
}
