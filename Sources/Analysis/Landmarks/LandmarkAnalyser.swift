import DSP
import RealModule
public import Sound

/// Finds the landmarks of a stream alone, without the rest of the analysis.
///
/// They are those that `TrackAnalyser` finds on the spectrogram that it needs anyway; a clip that is looked
/// for gets more of them.
public struct LandmarkAnalyser: ~Copyable {
  /// How many landmarks are kept.
  public enum Density: Sendable {
    /// As many as are stored with a track, at whole bins.
    case stored
    /// All, between the bins, for a clip that is looked for.
    case query
  }

  private let downmix: Downmix
  private let isMid: Bool
  private var phases = PhaseComparison()
  private var converter: AnalysisRateConverter
  private var spectrum = SpectralFrontEnd.makeOnsetSpectrum()
  private var finder: LandmarkFinder
  private let density: Density
  private var mono: [Float] = []
  private var magnitudes: [Float]

  /// - Throws: `AnalysisError.resampling` for a rate that cannot be brought to 22 050 Hz.
  public init(
    format: PCMFormat, downmix kind: Downmix.Kind = .mid, density: Density = .stored
  ) throws(AnalysisError) {
    downmix = Downmix(format.layout, kind: kind)
    isMid = kind == .mid
    converter = try AnalysisRateConverter(from: format.sampleRate)
    magnitudes = [Float](repeating: 0, count: spectrum.bins)
    self.density = density
    finder = LandmarkFinder(
      density: density == .stored ? LandmarkFinder.storedDensity : LandmarkFinder.queryDensity)
  }

  /// True where the channels cancel each other: find them again with `Downmix.Kind.first`.
  public var isOutOfPhase: Bool { isMid && phases.isOutOfPhase }

  /// Takes the next block.
  public mutating func consume(_ block: PCMBlock) throws(AnalysisError) {
    phases.consume(block)
    downmix.mix(block, into: &mono)
    try converter.convert(&mono)
    analyse()
  }

  private mutating func analyse() {
    spectrum.push(mono)
    while spectrum.next(into: &magnitudes) { finder.consume(magnitudes) }
  }

  /// Ends the stream.
  ///
  /// To be called once.
  public mutating func finish() throws(AnalysisError) -> Landmarks {
    try converter.finish(into: &mono)
    analyse()
    spectrum.pushEnd()
    mono.removeAll()
    analyse()
    return finder.landmarks(isStored: density == .stored)
  }
}

extension LandmarkFinder {
  /// Ends the stream; with whole bins where they are going to be stored.
  mutating func landmarks(isStored: Bool) -> Landmarks {
    var (peaks, levels) = finish()
    if isStored { for i in peaks.indices { peaks[i].bin = peaks[i].bin.rounded() } }
    return Landmarks(peaks: peaks, levels: levels)
  }
}
