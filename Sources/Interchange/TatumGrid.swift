import Analysis

/// The lowest regular pulse: beats divided as the metre says, and how well the onsets fall on it.
struct TatumGrid {
  /// Seconds, rising; all beats are among them.
  let times: [Double]
  /// 0…1: the share of onsets, by their own confidence, that fall on the pulse.
  let confidence: Double

  /// How far an onset may lie from its place, in beats: a sixth of a beat is as near to a half as to a third.
  private static let tolerance = 1.0 / 12

  /// The pulse over `beats`, of which the last lasts until `end`, each in `division` parts.
  init(beats: [Double], division: Int, end: Double, segments: [Segment]) {
    let phases = Self.phases(of: segments, in: beats, end: end)
    let places = (0...division).map { Double($0) / Double(division) }
    let total = phases.reduce(0) { $0 + $1.weight }
    confidence = total > 0 ? Self.weight(phases, at: places) / total : 0
    times = beats.indices.flatMap { index in
      let next = index + 1 < beats.count ? beats[index + 1] : end
      return (0..<division).map { part in
        beats[index] + (next - beats[index]) * Double(part) / Double(division)
      }
    }
  }

  /// Where in its beat each segment begins, 0…1.
  private static func phases(
    of segments: [Segment], in beats: [Double], end: Double
  ) -> [(phase: Double, weight: Double)] {
    var beat = 0
    var phases: [(phase: Double, weight: Double)] = []
    for segment in segments where segment.start >= beats[0] && segment.start < end {
      while beat + 1 < beats.count, beats[beat + 1] <= segment.start { beat += 1 }
      let next = beat + 1 < beats.count ? beats[beat + 1] : end
      guard next > beats[beat] else { continue }
      let phase = (segment.start - beats[beat]) / (next - beats[beat])
      phases.append((phase, segment.confidence))
    }
    return phases
  }

  private static func weight(
    _ phases: [(phase: Double, weight: Double)], at places: [Double]
  ) -> Double {
    phases.reduce(0) { sum, onset in
      places.contains { abs($0 - onset.phase) < tolerance } ? sum + onset.weight : sum
    }
  }
}
