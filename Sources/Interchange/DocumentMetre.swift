import Analysis

/// Bars, beats and tatums of the audio-analysis document.
///
/// Every beat lies in a bar: beats before the first downbeat are a bar of their own. Where no downbeats are
/// known, bars of four begin with the first beat, with a confidence of 0.
struct DocumentMetre {
  private(set) var bars: [DocumentInterval] = []
  private(set) var beats: [DocumentInterval] = []
  private(set) var tatums: [DocumentInterval] = []
  /// 0 where there are no beats.
  private(set) var beatsPerBar = 0
  private(set) var beatsPerBarConfidence = 0.0

  /// What most music has.
  private static let commonBar = 4
  /// A downbeat is the beat that lies this near, in seconds.
  private static let sameness = 0.02

  init(_ analysis: TrackAnalysis) {
    let times = analysis.beats.filter { $0 >= 0 && $0 < analysis.duration }
    guard let tempo = analysis.tempo, times.count > 1 else { return }
    beatsPerBar = analysis.meter?.beatsPerBar ?? Self.commonBar
    beatsPerBarConfidence = analysis.meter?.confidence ?? 0
    let end = min(
      analysis.duration, times[times.count - 1] + Self.medianInterval(times))
    beats = DocumentInterval.tiles(times.map { ($0, tempo.confidence) }, until: end)
    let starts = Self.barStarts(
      times, downbeats: analysis.meter?.downbeats ?? [], length: beatsPerBar)
    bars = DocumentInterval.tiles(
      starts.map { (times[$0], beatsPerBarConfidence) }, until: end)
    let grid = TatumGrid(
      beats: times, division: analysis.meter?.tatumsPerBeat ?? 2, end: end,
      segments: analysis.details?.segments ?? [])
    tatums = DocumentInterval.tiles(grid.times.map { ($0, grid.confidence) }, until: end)
  }

  /// Indices of the beats that begin a bar, the first of them 0.
  private static func barStarts(
    _ beats: [Double], downbeats: [Double], length: Int
  ) -> [Int] {
    guard !downbeats.isEmpty else { return Array(stride(from: 0, to: beats.count, by: length)) }
    var starts = [0]
    var next = 0
    for (index, beat) in beats.enumerated() {
      while next < downbeats.count, downbeats[next] < beat - sameness { next += 1 }
      if next < downbeats.count, downbeats[next] < beat + sameness, index > 0 {
        starts.append(index)
      }
    }
    return starts
  }

  private static func medianInterval(_ times: [Double]) -> Double {
    let intervals = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
    return intervals[intervals.count / 2]
  }
}
