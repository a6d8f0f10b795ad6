import DSP
import RealModule

/// What one second of music tells about voices in it.
enum VoiceInputs {
  /// Mel frames of a window: 1 s, and from one window to the next: half a second.
  static let windowFrames = 50
  static let hopFrames = 25
  /// Seconds from one window to the next.
  static let hopSeconds = 2 * Double(hopFrames) / SpectralFrontEnd.frameRate

  /// The inputs' names, in the order of `row`.
  static let names: [String] =
    (0..<13).map { "cepstrum \($0) mean" } + (1..<13).map { "cepstrum \($0) deviation" }
    + (1..<9).map { "cepstrum \($0) change" }
    + (0..<GlideTrace.rangeCount).flatMap { range in
      ["extent", "spread", "vibrato", "likeness", "likeness spread"].map { "glide \(range) \($0)" }
    }
    + [
      "level spread", "low frames", "syllables 1 to 2 Hz", "syllables 3 to 6 Hz",
      "syllables 7 to 12 Hz", "voice spread", "voice share", "voice share spread", "flatness",
      "flatness spread", "centroid spread", "air flatness", "air level spread",
    ] + FlutterTrace.names

  /// The inputs of the window that begins at `start`.
  static func row(_ frames: VoiceFrames, from start: Int) -> [Float] {
    let window = start..<start + windowFrames
    var row: [Float] = []
    row.reserveCapacity(names.count)
    addCepstra(frames, window, to: &row)
    for range in 0..<GlideTrace.rangeCount {
      let shifts = frames.glides.shifts[range][window]
      let (_, spread) = moments(shifts)
      let extent = shifts.reduce(0) { $0 + abs($1) } / Float(windowFrames)
      // Vibrato of voices: 4 to 8 Hz (Sundberg, The Science of the Singing Voice, 1987).
      row += [extent, spread, spread * share(shifts, 4...8)]
      let alike = moments(frames.glides.likeness[range][window])
      row += [alike.mean, alike.deviation]
    }
    let level = frames.level[window]
    let (mean, spread) = moments(level)
    // Frames of less than half of the mean amplitude (Saunders, ICASSP 1996; Scheirer and Slaney, ICASSP 1997).
    let low = Float(level.count { $0 < mean - 6 }) / Float(windowFrames)
    let voice = frames.voice[window]
    let share = moments(frames.voiceShare[window])
    let flatness = moments(frames.flatness[window])
    row += [spread, low] + [1...2, 3...6, 7...12].map { Self.share(voice, $0) }
    row += [
      moments(voice).deviation, share.mean, share.deviation, flatness.mean, flatness.deviation,
      moments(frames.centroid[window]).deviation, moments(frames.airFlatness[window]).mean,
      moments(frames.airLevel[window]).deviation,
    ]
    // Two onset frames to each mel frame.
    return row + frames.flutter.row(2 * start..<2 * (start + windowFrames))
  }

  private static func addCepstra(
    _ frames: VoiceFrames, _ window: Range<Int>, to row: inout [Float]
  ) {
    let size = VoiceFrames.coefficients
    var sums = [Float](repeating: 0, count: size)
    var squares = sums
    var changes = sums
    for frame in window {
      for k in 0..<size {
        let x = frames.cepstra[frame * size + k]
        sums[k] += x
        squares[k] += x * x
        guard frame > window.lowerBound + 1 else { continue }
        let change = x - frames.cepstra[(frame - 2) * size + k]
        changes[k] += change * change
      }
    }
    let scale = 1 / Float(windowFrames)
    row += sums.map { $0 * scale }
    for k in 1..<size {
      let mean = sums[k] * scale
      row.append(max(0, squares[k] * scale - mean * mean).squareRoot())
    }
    for k in 1..<9 { row.append((changes[k] * scale).squareRoot()) }
  }

  private static func moments(_ values: ArraySlice<Float>) -> (mean: Float, deviation: Float) {
    var sum: Float = 0
    var squares: Float = 0
    for value in values {
      sum += value
      squares = Relaxed.multiplyAdd(value, value, squares)
    }
    let mean = sum / Float(values.count)
    return (mean, max(0, squares / Float(values.count) - mean * mean).squareRoot())
  }

  /// cos and sin of `windowFrames` values for 0, 1, 2 … turns a window: hertz, as it lasts a second.
  private static let turns: [(cosine: [Float], sine: [Float])] = (0...12).map { turns in
    let angles = (0..<windowFrames).map {
      2 * Float.pi * Float(turns) * Float($0) / Float(windowFrames)
    }
    return (angles.map { .cos($0) }, angles.map { .sin($0) })
  }

  /// The share of a window's variance that lies at these frequencies, in hertz, 0…1.
  private static func share(_ values: ArraySlice<Float>, _ hertz: ClosedRange<Int>) -> Float {
    let (mean, deviation) = moments(values)
    guard deviation > 1e-4 else { return 0 }
    var power: Float = 0
    for turn in hertz {
      var (x, y): (Float, Float) = (0, 0)
      let (cosine, sine) = turns[turn]
      for (i, value) in values.enumerated() {
        x = Relaxed.multiplyAdd(value - mean, cosine[i], x)
        y = Relaxed.multiplyAdd(value - mean, sine[i], y)
      }
      power += x * x + y * y
    }
    let count = Float(windowFrames)
    return min(1, 2 * power / (count * count * deviation * deviation))
  }
}
