import DSP
import Sound

/// The one front end that rhythm, timbre and tonality share: a mono stream at 22 050 Hz, its short-time
/// spectrum in bands, and at a quarter of that rate a fine spectrum for pitch.
///
/// Remembers the chapter that is being filled and the filters' own states.
struct SpectralFrontEnd: ~Copyable {
  /// Onset frames a second: 22 050 / 220 = 100.23.
  static let frameRate = Double(AnalysisRateConverter.rate.hertz) / Double(onsetHop)
  /// 10 ms: two frames are SuperFlux's lag (Böck and Widmer, DAFx 2013, §3.2 uses 5 ms and lag 2 to 3).
  private static let onsetHop = 220
  /// 46 ms at 22 050 Hz: the support of the 2048 samples at 44.1 kHz that the onset literature uses.
  private static let onsetLength = 1024
  /// 743 ms at 5 512.5 Hz: a semitone apart is separable from A2 up.
  private static let tonalLength = 4096
  /// One tonal frame each 200 ms, on the grid of the onset frames.
  static let framesPerTonalFrame = 20
  /// chosen: an hour-long mix keeps six summaries; one chapter costs 22 MB.
  static let chapterFrames = 60_000
  /// The rest after a cut is never a scrap: a chapter is cut only once a minute more is there.
  private static let chapterReserve = 6_000

  /// 12 filters an octave, 30 Hz to 11 kHz.
  static let onsetBands = Filterbank.logarithmic(
    bandsPerOctave: 12, from: 30, to: 11_000, sampleRate: 22_050, fftLength: onsetLength)
  /// 36 filters up to half the rate, as in Musly's timbre model (Schnitzer, Flexer and Widmer, 2011).
  static let melBands = Filterbank.mel(
    bands: 36, from: 0, to: 11_025, sampleRate: 22_050, fftLength: onsetLength)
  private static let tonalBinWidth: Float = 22_050 / 4 / Float(tonalLength)
  /// 55 to 2100 Hz: below, partials are less than a bin apart; above, there is little but overtones.
  private static let tonalBins = Int(55 / tonalBinWidth)..<Int(2100 / tonalBinWidth)
  private static let tonalPeakLimit = 60
  private static let pitchPlaces = PitchBands.places(
    bins: tonalLength / 2, binWidth: tonalBinWidth)

  private let downmix: Downmix
  private var converter: AnalysisRateConverter
  private var toHalf = HalfBandDecimator()
  private var toQuarter = HalfBandDecimator()
  private var onsetSpectrum: ShortTimeSpectrum
  private var tonalSpectrum: ShortTimeSpectrum
  private var mono: [Float] = []
  private var half: [Float] = []
  private var quarter: [Float] = []
  private var onsetMagnitudes: [Float]
  private var tonalMagnitudes: [Float]
  private var isMelFrame = true
  /// Loudness of the very signal whose spectra these are.
  ///
  /// That of the file says nothing exact about it: it adds the channels' powers, so it stands 3 dB
  /// above a mono file's for the same music in both channels.
  private(set) var level = LoudnessMeter(
    format: PCMFormat(sampleRate: AnalysisRateConverter.rate, channels: 1),
    measuresTruePeaks: false)
  private var chapter = SpectralChapter(firstFrame: 0)
  private var landmarkFinder = LandmarkFinder(density: LandmarkFinder.storedDensity)

  init(format: PCMFormat, downmix kind: Downmix.Kind) throws(AnalysisError) {
    downmix = Downmix(format.layout, kind: kind)
    converter = try AnalysisRateConverter(from: format.sampleRate)
    onsetSpectrum = Self.makeOnsetSpectrum()
    tonalSpectrum = ShortTimeSpectrum(
      frameLength: Self.tonalLength, hopLength: Self.onsetHop / 4 * Self.framesPerTonalFrame,
      window: .hann)
    onsetMagnitudes = [Float](repeating: 0, count: onsetSpectrum.bins)
    tonalMagnitudes = [Float](repeating: 0, count: tonalSpectrum.bins)
  }

  /// The spectrogram that onsets, timbre and landmarks are read from.
  static func makeOnsetSpectrum() -> ShortTimeSpectrum {
    ShortTimeSpectrum(frameLength: onsetLength, hopLength: onsetHop, window: .hann)
  }

  /// What the stream is recognised by; to be asked for once, after its end.
  mutating func landmarks() -> Landmarks { landmarkFinder.landmarks(isStored: true) }

  /// Takes the next block.
  mutating func consume(_ block: PCMBlock) throws(AnalysisError) {
    downmix.mix(block, into: &mono)
    try converter.convert(&mono)
    level.consume([mono])
    toHalf.consume(mono, into: &half)
    toQuarter.consume(half, into: &quarter)
    analyse()
  }

  /// Ends the stream and returns the last chapter.
  mutating func finish() throws(AnalysisError) -> SpectralChapter {
    try converter.finish(into: &mono)
    level.consume([mono])
    toHalf.consume(mono, into: &half)
    toQuarter.consume(half, into: &quarter)
    analyse()
    var rest: [Float] = []
    toHalf.finish(into: &rest)
    toQuarter.consume(rest, into: &quarter)
    toQuarter.finish(into: &rest)
    mono.removeAll()
    quarter += rest
    onsetSpectrum.pushEnd()
    tonalSpectrum.push(quarter)
    tonalSpectrum.pushEnd()
    quarter.removeAll()
    analyse()
    return chapter
  }

  /// Turns what the streams hold into frames.
  private mutating func analyse() {
    onsetSpectrum.push(mono)
    while onsetSpectrum.next(into: &onsetMagnitudes) {
      Self.append(Self.onsetBands, of: onsetMagnitudes, to: &chapter.onsetBands)
      if isMelFrame { Self.append(Self.melBands, of: onsetMagnitudes, to: &chapter.melBands) }
      isMelFrame.toggle()
      landmarkFinder.consume(onsetMagnitudes)
    }
    tonalSpectrum.push(quarter)
    while tonalSpectrum.next(into: &tonalMagnitudes) {
      chapter.tonalPeaks.append(
        SpectralPeak.find(
          in: tonalMagnitudes, bins: Self.tonalBins, binWidth: Self.tonalBinWidth,
          limit: Self.tonalPeakLimit))
      PitchBands.append(tonalMagnitudes, places: Self.pitchPlaces, to: &chapter.pitchBands)
    }
  }

  private static func append(_ bank: Filterbank, of magnitudes: [Float], to bands: inout [Float]) {
    let start = bands.count
    bands.append(contentsOf: repeatElement(0, count: bank.count))
    var output = bands.mutableSpan
    bank.apply(magnitudes.span, into: &output, from: start)
  }

  /// Splits a full chapter off, leaving what belongs to the next; nil while none is full.
  mutating func nextChapter() -> SpectralChapter? {
    guard chapter.frames >= Self.chapterFrames + Self.chapterReserve else { return nil }
    var done = chapter
    let bands = Self.chapterFrames * Self.onsetBands.count
    let mels = Self.chapterFrames / 2 * Self.melBands.count
    let tonal = Self.chapterFrames / Self.framesPerTonalFrame
    chapter = SpectralChapter(
      firstFrame: done.firstFrame + Self.chapterFrames,
      onsetBands: Array(done.onsetBands[bands...]), melBands: Array(done.melBands[mels...]),
      tonalPeaks: Array(done.tonalPeaks[tonal...]),
      pitchBands: Array(done.pitchBands[(tonal * PitchBands.count)...]))
    done.onsetBands.removeLast(done.onsetBands.count - bands)
    done.melBands.removeLast(done.melBands.count - mels)
    done.tonalPeaks.removeLast(done.tonalPeaks.count - tonal)
    done.pitchBands.removeLast(done.pitchBands.count - tonal * PitchBands.count)
    return done
  }
}
