/// What is summed up over a rendition's stretches, and the verdict.
struct CheckFigures {
  /// Frames of a window in which bursts and dropouts are looked for: half of a long Vorbis block at
  /// 44.1 kHz, so that what one bad packet does fills at least one window.
  private static let windowFrames = 1024
  /// A burst: error this many times the source's energy in the window and its neighbours. Measured over
  /// the corpus, see docs/ladder.md.
  private static let burstRatio: Float = 4
  /// … and this loud by itself, as a mean square: −40 dBFS, audible in any music.
  private static let burstFloor: Float = 1e-4
  /// A dropout: low frequencies this much weaker, 20 dB, …
  private static let dropoutRatio: Float = 0.01
  /// … where the source's are this loud, −40 dBFS, …
  private static let dropoutFloor: Float = 1e-4
  /// Energy below which lags are not compared, as a mean square: −80 dBFS.
  private static let quiet = 1e-8

  private var errors = [Double](repeating: 0, count: 2 * SegmentComparison.lags)
  private var cross = 0.0
  private var referenceEnergy = 0.0
  private var decodedEnergy = 0.0
  private var samples = 0
  private var referenceOctaves = OctaveLevels()
  private var decodedOctaves = OctaveLevels()
  private var peaks: [TruePeakMeter] = []
  private var bursts = 0
  private var dropouts = 0
  private var firstFault: Int?

  /// Adds a stretch of one channel that begins at frame `start`.
  mutating func add(
    _ reference: Span<Float>, _ decoded: Span<Float>, channel: Int, from start: Int, closely: Bool
  ) {
    while peaks.count <= channel { peaks.append(TruePeakMeter()) }
    peaks[channel].add(decoded)
    addWindows(reference, decoded, from: start)
    if closely {
      SegmentComparison.addErrors(reference, decoded, to: &errors)
      let products = SegmentComparison.products(reference, decoded)
      cross += products.cross
      referenceEnergy += products.reference
      decodedEnergy += products.decoded
      samples += reference.count
      referenceOctaves.add(reference)
      decodedOctaves.add(decoded)
    }
  }

  private mutating func addWindows(
    _ reference: Span<Float>, _ decoded: Span<Float>, from start: Int
  ) {
    let size = Self.windowFrames
    let count = reference.count / size
    guard count > 0 else { return }
    func window(_ index: Int) -> (
      error: Float, reference: Float, lowReference: Float, lowDecoded: Float
    ) {
      let range = index * size..<(index + 1) * size
      return SegmentComparison.window(reference.extracting(range), decoded.extracting(range))
    }
    var before: Float = 0
    var current = window(0)
    for index in 0..<count {
      let next = index + 1 < count ? window(index + 1) : current
      // The neighbours count, since a Vorbis block spreads what it codes over its whole length.
      let near = before + current.reference + next.reference
      let frames = Float(size)
      if current.error > Self.burstRatio * near, current.error > Self.burstFloor * frames {
        bursts += 1
        note(start + index * size)
      }
      if current.lowReference > Self.dropoutFloor * frames,
        current.lowDecoded < Self.dropoutRatio * current.lowReference
      {
        dropouts += 1
        note(start + index * size)
      }
      before = current.reference
      current = next
    }
  }

  private mutating func note(_ frame: Int) { firstFault = min(firstFault ?? frame, frame) }

  /// Octaves within this of the loudest must hold their level, in decibels: what lies deeper is masked
  /// as often as not, and libvorbis leaves it out.
  private static let bandDepth = 20.0
  /// Largest difference of level in such an octave, in decibels. Measured over the corpus.
  private static let bandTolerance = 3.0
  /// Share by which another lag must fit better to count: less is chance (measured over the corpus).
  private static let lagGain = 0.8
  /// Cross-correlation below which a rendition is of something else. Measured over the corpus.
  private static let leastCorrelation = 0.5

  /// The verdict.
  func report(
    _ rendition: Rendition, expected: Int, decoded: Int, sampleRate: Int
  ) -> VerificationReport {
    var failures: [String] = []
    if expected != decoded || decoded != rendition.frames {
      failures.append(
        "it decodes to \(decoded) frames, \(expected) were encoded and \(rendition.frames) recorded")
    }
    var offset: Int?
    var correlation: Double?
    let isLoud = referenceEnergy > Self.quiet * Double(max(1, samples))
    if isLoud, samples > 4 * SegmentComparison.lags {
      let value = cross / (referenceEnergy * max(decodedEnergy, .leastNormalMagnitude)).squareRoot()
      let aligned = errors[SegmentComparison.lags]
      var best = SegmentComparison.lags
      for (index, error) in errors.enumerated()
      where error < aligned * Self.lagGain && error < errors[best] {
        best = index
      }
      offset = best - SegmentComparison.lags
      correlation = value
      if best != SegmentComparison.lags {
        failures.append("it fits best when moved by \(best - SegmentComparison.lags) frames")
      }
      if value < Self.leastCorrelation {
        failures.append("its correlation with the source is \(Decimals.text(value, 3))")
      }
    }
    let bands = bands(sampleRate: sampleRate)
    if isLoud, samples > 4096 {
      for band in bands
      where band.depth <= Self.bandDepth && band.difference.magnitude > Self.bandTolerance {
        failures.append(
          "its level from \(Int(band.low)) to \(Int(band.high)) Hz differs by "
            + "\(Decimals.text(band.difference, 1)) dB")
      }
    }
    if bursts + dropouts > 0 {
      failures.append(
        "\(bursts) bursts and \(dropouts) dropouts, the first at frame \(firstFault ?? 0)")
    }
    let peak = Double(peaks.map(\.peak).max() ?? 0)
    return VerificationReport(
      rung: rendition.rung, expectedFrames: expected, frames: decoded, offset: offset,
      correlation: correlation, bands: bands, bursts: bursts, dropouts: dropouts,
      firstFault: firstFault, truePeak: peak > 0 ? Decibels.of(peak) : nil, failures: failures)
  }

  private func bands(sampleRate: Int) -> [VerificationReport.Band] {
    let reference = referenceOctaves.energies
    let decoded = decodedOctaves.energies
    guard let loudest = reference.max(), loudest > 0 else { return [] }
    var bands: [VerificationReport.Band] = []
    for octave in reference.indices where reference[octave] > 0 && decoded[octave] > 0 {
      let high = Double(sampleRate) / 2 / Double(1 << octave)
      bands.append(
        VerificationReport.Band(
          low: high / 2, high: high, depth: -Decibels.of((reference[octave] / loudest).squareRoot()),
          difference: Decibels.of((decoded[octave] / reference[octave]).squareRoot())))
    }
    return bands.reversed()
  }
}
