import DSP
import RealModule

/// Cuts chapter after chapter into segments.
struct SegmentBuilder {
  /// LUFS below which nothing is told apart: where the public documents end.
  private static let floor = -60.0
  /// The first onset bounds a segment only when it stands this far from the chapter's start, in seconds.
  private static let shortest = 0.04
  /// Seconds on either side of a segment up to which a tonal frame still speaks for it: half of the
  /// middle of its window.
  private static let tonalReach = 0.2

  /// Without loudness, which `finish` adds.
  private(set) var segments: [Segment] = []

  /// Adds the segments of a chapter that begins at `start` seconds.
  ///
  /// `logs` are its compressed mel bands, `chroma` is one value a pitch class for each tonal frame.
  mutating func add(start: Double, strength: [Float], logs: [Float], chroma: [[Float]]) {
    let rate = SpectralFrontEnd.frameRate
    let melFrames = logs.count / SpectralFrontEnd.melBands.count
    guard melFrames > 0 else { return }
    var onsets = SegmentOnsets.find(in: strength)
    if let first = onsets.first, first.frame / rate < Self.shortest {
      onsets[0].frame = 0
    } else {
      onsets.insert(SegmentOnsets.Onset(frame: 0, confidence: 0), at: 0)
    }
    for (index, onset) in onsets.enumerated() {
      let next = index + 1 < onsets.count ? onsets[index + 1].frame : Double(strength.count)
      let low = min(Int((onset.frame / 2).rounded()), melFrames - 1)
      let high = min(max(Int((next / 2).rounded()), low + 1), melFrames)
      segments.append(
        Segment(
          start: start + onset.frame / rate, duration: 0, confidence: onset.confidence,
          loudnessStart: Self.floor, loudnessMax: Self.floor, loudnessEnd: Self.floor,
          loudnessMaxTime: 0, pitches: TwelveValues(Self.pitches(chroma, onset.frame, next)),
          timbre: TwelveValues(TimbreBasis.coefficients(logs.span, frames: low..<high))))
    }
  }

  /// Adds one segment for a chapter in which nothing sounds.
  mutating func addSilence(start: Double) {
    segments.append(
      Segment(
        start: start, duration: 0, confidence: 0, loudnessStart: Self.floor,
        loudnessMax: Self.floor, loudnessEnd: Self.floor, loudnessMaxTime: 0,
        pitches: TwelveValues([]), timbre: TwelveValues([])))
  }

  /// The segments of a track of `duration` seconds, with the loudness of its steps of `step` seconds.
  func finish(duration: Double, fineSteps: [Float], step: Double) -> [Segment] {
    var segments = segments.filter { $0.start < duration }
    for index in segments.indices {
      let end = index + 1 < segments.count ? segments[index + 1].start : duration
      segments[index].duration = end - segments[index].start
      guard !fineSteps.isEmpty else { continue }
      let start = segments[index].start
      let first = min(Int(start / step), fineSteps.count - 1)
      let last = min(max(Int((end / step).rounded(.up)) - 1, first), fineSteps.count - 1)
      // The step before holds the last of what sounded until then.
      segments[index].loudnessStart = Self.loudness(
        min(fineSteps[max(0, first - 1)], fineSteps[first]))
      var loudest = first
      for i in first...last where fineSteps[i] > fineSteps[loudest] { loudest = i }
      segments[index].loudnessMax = Self.loudness(fineSteps[loudest])
      let middle = (Double(loudest) + 0.5) * step - start
      segments[index].loudnessMaxTime = min(max(0, middle), segments[index].duration)
      segments[index].loudnessEnd = Self.loudness(fineSteps[last])
    }
    for index in segments.indices.dropLast() {
      segments[index].loudnessEnd = segments[index + 1].loudnessStart
    }
    return segments
  }

  private static func loudness(_ energy: Float) -> Double {
    energy > 0 ? max(floor, LoudnessMeter.decibels(Double(energy))) : floor
  }

  /// The mean chroma of a segment, its largest value 1; frames beyond its ends count less the farther
  /// they lie.
  private static func pitches(_ chroma: [[Float]], _ start: Double, _ end: Double) -> [Float] {
    var sum = [Float](repeating: 0, count: Chroma.pitches)
    let hop = Double(SpectralFrontEnd.framesPerTonalFrame)
    let reach = tonalReach * SpectralFrontEnd.frameRate
    let first = max(0, Int(((start - reach) / hop).rounded(.up)))
    let last = min(chroma.count - 1, Int((end + reach) / hop))
    guard first <= last else { return sum }
    for n in first...last {
      let place = Double(n) * hop
      let distance = max(0, start - place, place - end)
      let weight = Float(1 - distance / reach)
      guard weight > 0 else { continue }
      for p in sum.indices { sum[p] += weight * chroma[n][p] }
    }
    guard let top = sum.max(), top > 0 else { return sum }
    return sum.map { $0 / top }
  }
}
