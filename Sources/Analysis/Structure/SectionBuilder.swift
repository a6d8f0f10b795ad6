import RealModule

/// Puts a track's sections together.
struct SectionBuilder {
  let summary: StructureSummary
  let units: StructureUnits
  let grid: MetricalGrid
  let tempo: TempoEstimate?
  /// The whole track's.
  let key: Key?
  let meter: LoudnessMeter

  /// The sections, in order.
  func sections() -> [Section] {
    let cuts = SectionBoundaries.find(in: units, grid: grid)
    let ranges = zip(cuts, cuts.dropFirst() + [units.count]).map { $0..<$1 }
    let means = ranges.map { units.mean($0) }
    let kinds = SectionLabels.kinds(of: means)
    let borders = units.borders
    let keys = SectionKeys.answers(
      ranges.map { chroma(borders[$0.lowerBound], borders[$0.upperBound]) },
      seconds: ranges.map { borders[$0.upperBound] - borders[$0.lowerBound] }, track: key)
    return ranges.indices.map { index in
      let range = ranges[index]
      let (start, end) = (borders[range.lowerBound], borders[range.upperBound])
      var confidence = 1.0
      if index > 0 {
        let distance = Double(SectionLabels.distance(means[index - 1], means[index]))
        // Even where the difference is the one that begins to be another kind of music.
        confidence = distance / (distance + Double(SectionLabels.threshold))
      }
      let key = keys[index]
      return Section(
        start: start, duration: end - start, confidence: confidence,
        label: SectionLabels.name(kinds[index]), loudness: loudness(start, end),
        tempo: bpm(start, end), tempoConfidence: tempo?.confidence ?? 0, key: key?.key,
        keyConfidence: key?.confidence ?? 0, modeConfidence: key?.modeConfidence ?? 0,
        beatsPerBar: grid.beatsPerBar, beatsPerBarConfidence: grid.beatsPerBarConfidence)
    }
  }

  private func loudness(_ start: Double, _ end: Double) -> Double? {
    meter.integrated(steps: Int((start * 10).rounded())..<Int((end * 10).rounded()))
  }

  /// The tempo of the beats between two times, else the track's.
  private func bpm(_ start: Double, _ end: Double) -> Double? {
    let inside = grid.beats.filter { $0 >= start && $0 < end }
    return tempo.map { tempo in BeatRegression.period(of: inside).map { 60 / $0 } ?? tempo.bpm }
  }

  /// What sounds between two times: one value a pitch class, the largest 1; nil where nothing tonal does.
  private func chroma(_ start: Double, _ end: Double) -> [Float]? {
    let first = Int((start / StructureSummary.chromaSeconds).rounded(.up))
    let last = min(Int(end / StructureSummary.chromaSeconds), summary.chromaFrames - 1)
    guard first <= last else { return nil }
    var sum = [Float](repeating: 0, count: Chroma.pitches)
    for frame in first...last {
      for i in sum.indices { sum[i] += summary.chroma[frame * Chroma.pitches + i] }
    }
    guard let top = sum.max(), top > 0 else { return nil }
    return sum.map { $0 / top }
  }
}
