import DSP
import Sound

/// What is summed up over a rendition's stretches, and the verdict.
struct CheckFigures {
  /// Energy below which lags are not compared, as a mean square: −80 dBFS.
  private static let quiet = 1e-8

  private var lags = SegmentComparison.Lags()
  private var cross = 0.0
  private var referenceEnergy = 0.0
  private var decodedEnergy = 0.0
  private var samples = 0
  private var referenceOctaves = OctaveLevels()
  private var decodedOctaves = OctaveLevels()
  private var peaks: [TruePeakMeter] = []
  private var faults: [FaultFinder] = []
  private let sampleRate: SampleRate

  /// Nothing yet, for a rendition of this rate.
  init(sampleRate: SampleRate) { self.sampleRate = sampleRate }

  /// Adds a stretch of one channel that begins at frame `start`.
  mutating func add(
    _ reference: Span<Float>, _ decoded: Span<Float>, channel: Int, from start: Int, closely: Bool
  ) {
    while peaks.count <= channel {
      peaks.append(TruePeakMeter(sampleRate: sampleRate))
      faults.append(FaultFinder())
    }
    peaks[channel].consume(decoded)
    faults[channel].add(reference, decoded, from: start)
    if closely {
      SegmentComparison.add(reference, decoded, to: &lags)
      let products = SegmentComparison.products(reference, decoded)
      cross += products.cross
      referenceEnergy += products.reference
      decodedEnergy += products.decoded
      samples += reference.count
      referenceOctaves.add(reference)
      decodedOctaves.add(decoded)
    }
  }

  /// Octaves within this of the whole must hold their level, in decibels: what lies deeper is masked
  /// as often as not, and libvorbis leaves it out.
  private static let bandDepth = 20.0
  /// Largest difference of level in such an octave, in decibels: over 331 files the largest was 2.8 at
  /// the 24 rung and 2.3 at the 96 rung (docs/ladder.md).
  private static let bandTolerance = 4.5
  /// Share of the aligned distance below which another lag's distance must lie to count; no aligned file of the
  /// corpus comes below it, a shift of one frame always does (docs/ladder.md).
  private static let lagGain = 0.8
  /// The same where alignment is a fit of its own, better than a frame on either side: a tone fits as well a period on,
  /// and the codec's noise alone decides.
  ///
  /// Chosen: what is shifted has less than a third of the distance where it belongs. Of 300 decaying tones with bursts of
  /// noise 8 were called shifted without it, none with it.
  private static let lagGainBesideFit = 0.5
  /// … and by how much.
  ///
  /// Chosen: a shift by one frame of anything above 310 Hz at 44.1 kHz makes more.
  private static let leastGain = 1e-3
  /// Cross-correlation below which a rendition is of something else; the lowest over the corpus is 0.92.
  private static let leastCorrelation = 0.5

  /// The verdict, once all has been added.
  mutating func report(
    _ rendition: Rendition, expected: Int, decoded: Int
  ) -> VerificationReport {
    var failures: [String] = []
    if expected != decoded || decoded != rendition.frames {
      failures.append(
        "it decodes to \(decoded) frames, \(expected) were encoded and \(rendition.frames) recorded"
      )
    }
    var offset: Int?
    var correlation: Double?
    // What lies in the highest octave alone may be above the rung's low-pass and missing by right.
    let isLoud =
      referenceEnergy > Self.quiet * Double(max(1, samples))
      && referenceOctaves.energies[0] < referenceEnergy / 2
    if isLoud, samples > 4 * SegmentComparison.lags {
      let value = cross / (referenceEnergy * max(decodedEnergy, .leastNormalMagnitude)).squareRoot()
      let own = SegmentComparison.lags
      let aligned = lags.distance(own)
      let isFit = aligned <= min(lags.distance(own - 1), lags.distance(own + 1))
      let most = aligned * (isFit ? Self.lagGainBesideFit : Self.lagGain)
      var best = own
      for index in 0..<2 * SegmentComparison.lags {
        let distance = lags.distance(index)
        if distance < most, distance < aligned - Self.leastGain,
          distance < lags.distance(best)
        {
          best = index
        }
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
    let bands = bands()
    if isLoud, samples > 4096 {
      for band in bands.dropLast()
      where band.depth <= Self.bandDepth && band.difference.magnitude > Self.bandTolerance {
        failures.append(
          "its level from \(Int(band.low)) to \(Int(band.high)) Hz differs by "
            + "\(Decimals.text(band.difference, 1)) dB")
      }
    }
    for channel in faults.indices { faults[channel].finish() }
    let bursts = faults.reduce(0) { $0 + $1.bursts }
    let dropouts = faults.reduce(0) { $0 + $1.dropouts }
    let firstFault = faults.compactMap(\.firstFault).min()
    if bursts + dropouts > 0 {
      failures.append(
        "\(bursts) bursts and \(dropouts) dropouts, the first at frame \(firstFault ?? 0)")
    }
    for channel in peaks.indices { peaks[channel].finish() }
    let peak = Double(peaks.map(\.peak).max() ?? 0)
    return VerificationReport(
      rung: rendition.rung, expectedFrames: expected, frames: decoded, offset: offset,
      correlation: correlation, bands: bands, bursts: bursts, dropouts: dropouts,
      firstFault: firstFault, truePeak: peak > 0 ? Decibels.of(peak) : nil, failures: failures)
  }

  private func bands() -> [VerificationReport.Band] {
    let reference = referenceOctaves.energies
    let decoded = decodedOctaves.energies
    guard referenceEnergy > 0 else { return [] }
    var bands: [VerificationReport.Band] = []
    for octave in reference.indices where reference[octave] > 0 && decoded[octave] > 0 {
      let high = Double(sampleRate.hertz) / 2 / Double(1 << octave)
      bands.append(
        VerificationReport.Band(
          low: high / 2, high: high,
          depth: -Decibels.of((min(1, reference[octave] / referenceEnergy)).squareRoot()),
          difference: Decibels.of((decoded[octave] / reference[octave]).squareRoot())))
    }
    return bands.reversed()
  }
}
