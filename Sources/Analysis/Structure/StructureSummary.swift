import DSP

/// What sections and segments are made of, gathered chapter by chapter: small enough to be kept until the
/// track's beats are known.
struct StructureSummary {
  /// Mel frames in one frame of `timbre`: 100 ms.
  private static let melFramesPerFrame = 5
  /// Seconds from one frame of `timbre` to the next.
  static let timbreSeconds = Double(2 * melFramesPerFrame) / SpectralFrontEnd.frameRate
  /// Seconds from one frame of `chroma` to the next.
  static let chromaSeconds =
    Double(SpectralFrontEnd.framesPerTonalFrame) / SpectralFrontEnd.frameRate
  /// Cepstral coefficients of a frame: the 13 that speech and music similarity begin with (Logan,
  /// ISMIR 2000).
  static let coefficients = 13
  /// ln(1 + 1000·g·S), as in `TimbreSummary`.
  private static let compression: Float = 1000
  private static let transform = CosineTransform(
    inputs: SpectralFrontEnd.melBands.count, coefficients: coefficients)

  /// `coefficients` values for each 100 ms from the track's start.
  private(set) var timbre: [Float] = []
  /// Twelve values for each 200 ms, C first; the largest is 1, or all are 0.
  private(set) var chroma: [Float] = []
  private(set) var segments = SegmentBuilder()

  var timbreFrames: Int { timbre.count / Self.coefficients }
  var chromaFrames: Int { chroma.count / Chroma.pitches }

  /// Adds a chapter that begins at `start` seconds, under the linear `gain` that brings it to the
  /// reference loudness.
  ///
  /// `strength` is its onset strength, `tuning` in cents.
  mutating func add(
    _ chapter: SpectralChapter, start: Double, gain: Float, strength: [Float], tuning: Double
  ) {
    var logs = [Float](repeating: 0, count: chapter.melBands.count)
    do {
      var output = logs.mutableSpan
      Logarithm.compress(chapter.melBands.span, gain: Self.compression * gain, into: &output)
    }
    let chromas = chapter.tonalPeaks.map { Self.chroma($0, tuning: tuning) }
    segments.add(start: start, strength: strength, logs: logs, chroma: chromas)
    fill(upTo: start)
    addTimbre(logs)
    chroma += chromas.flatMap { $0 }
  }

  /// Adds a chapter of silence.
  mutating func addSilence(start: Double) {
    segments.addSilence(start: start)
    fill(upTo: start)
  }

  /// Puts silence where chapters without sound were.
  private mutating func fill(upTo start: Double) {
    let frames = Int((start / Self.timbreSeconds).rounded())
    let missing = frames * Self.coefficients - timbre.count
    if missing > 0 { timbre.append(contentsOf: repeatElement(0, count: missing)) }
    let tonal = Int((start / Self.chromaSeconds).rounded()) * Chroma.pitches - chroma.count
    if tonal > 0 { chroma.append(contentsOf: repeatElement(0, count: tonal)) }
  }

  private mutating func addTimbre(_ logs: [Float]) {
    let bands = SpectralFrontEnd.melBands.count
    let frames = logs.count / bands
    var mean = [Float](repeating: 0, count: bands)
    var cepstrum = [Float](repeating: 0, count: Self.coefficients)
    for first in stride(from: 0, to: frames, by: Self.melFramesPerFrame) {
      let end = min(first + Self.melFramesPerFrame, frames)
      let scale = 1 / Float(end - first)
      do {
        let input = logs.span
        var mean = mean.mutableSpan
        for b in 0..<bands { mean[b] = 0 }
        for t in first..<end {
          for b in 0..<bands { mean[b] += scale * input[t * bands + b] }
        }
      }
      var output = cepstrum.mutableSpan
      Self.transform.apply(mean.span, into: &output)
      timbre += cepstrum
    }
  }

  /// The folded chroma of one tonal frame.
  private static func chroma(_ peaks: [SpectralPeak], tuning: Double) -> [Float] {
    var octaves = [Float](repeating: 0, count: Chroma.octaves * Chroma.pitches)
    Chroma.add(peaks, tuning: tuning, to: &octaves)
    var folded = [Float](repeating: 0, count: Chroma.pitches)
    for bin in octaves.indices {
      folded[bin % Chroma.pitches] +=
        TonalSummary.octaveWeights[bin / Chroma.pitches] * octaves[bin]
    }
    guard let top = folded.max(), top > 0 else { return folded }
    return folded.map { $0 / top }
  }
}
