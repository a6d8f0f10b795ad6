public import Analysis
import Decoding
public import Fingerprinting
public import Sound

/// An analysis of files by themselves, without a library.
public struct FileAnalysis: Sendable {
  /// Seconds from the middle of the file that a fast analysis looks at.
  private static let excerpt = 120.0

  /// Beats a minute into which the tempo is folded by octaves.
  public var tempoRange: ClosedRange<Double>?
  /// Whether only an excerpt of longer files is analysed.
  public var isFast: Bool

  private let access: SourceAccess

  public init(
    tempoRange: ClosedRange<Double>? = nil, isFast: Bool = false,
    access: SourceAccess = .inProcess
  ) {
    self.tempoRange = tempoRange
    self.isFast = isFast
    self.access = access
  }

  /// - Throws: `CancellationError` alone; what is wrong with the file is the result.
  public func run(
    _ path: SourcePath
  ) throws(CancellationError) -> Result<TrackAnalysis, Failure> {
    try outcome {
      var analysis = try analyse(path, downmix: .mid)
      if let tempoRange { analysis.tempo = analysis.tempo?.folded(into: tempoRange) }
      return analysis
    }
  }

  /// Analyses the first channel alone of a file that was read before.
  ///
  /// - Throws: `changed_while_reading` where it holds another track by now, and what is wrong with the file.
  func firstChannel(_ path: SourcePath, of track: TrackID) throws -> TrackAnalysis {
    try analyse(path, downmix: .first, holding: track)
  }

  private func analyse(
    _ path: SourcePath, downmix: Downmix.Kind, holding track: TrackID? = nil
  ) throws -> TrackAnalysis {
    var reader = try access.reader(path, examining: track != nil)
    var analyser = try TrackAnalyser(format: reader.format, downmix: downmix)
    let window = excerpt(frames: reader.declaredFrames, rate: reader.format.sampleRate)
    var block = PCMBlock(format: reader.format)
    var position = 0
    var start: Int?
    while true {
      try Task.checkCancellation()
      try reader.read(into: &block)
      if block.frames == 0 { break }
      if window.contains(position) {
        start = start ?? position
        try analyser.consume(block)
      }
      position += block.frames
    }
    try reader.end(holding: track)
    // Channels that cancel each other have no sum to analyse: once more, the first alone.
    if analyser.isOutOfPhase { return try analyse(path, downmix: .first) }
    var analysis = try analyser.finish()
    if let start, start > 0 { analysis.excerptStart = reader.format.sampleRate.seconds(start) }
    return analysis
  }

  /// The frames to look at; blocks that begin in it are taken whole.
  private func excerpt(frames: Int?, rate: SampleRate) -> Range<Int> {
    let length = rate.frames(Self.excerpt)
    guard isFast, let frames, frames > length else { return 0..<Int.max }
    let start = (frames - length) / 2
    return start..<start + length
  }
}

extension Fingerprinter {
  /// A fingerprinter for what a reader delivers.
  init(reading reader: borrowing SourceReader) throws(FingerprintError) {
    let sample = reader.sampleFormat
    let isSixteenBit = sample.kind == .integer && (sample.bits ?? 32) <= 16
    try self.init(format: reader.format, isSixteenBit: isSixteenBit)
  }
}

/// A fingerprint of a file by itself.
public enum FileFingerprint {
  /// - Throws: `CancellationError` alone; what is wrong with the file is the result.
  public static func run(
    _ path: SourcePath, access: SourceAccess = .inProcess
  ) throws(CancellationError) -> Result<Fingerprint, Failure> {
    try outcome {
      var reader = try access.reader(path, examining: false)
      var fingerprinter = try Fingerprinter(reading: reader)
      var block = PCMBlock(format: reader.format)
      while true {
        try Task.checkCancellation()
        try reader.read(into: &block)
        if block.frames == 0 { break }
        try fingerprinter.consume(block)
      }
      try reader.end()
      return try fingerprinter.finish()
    }
  }
}

/// The result of `body`, with every failure but an interruption as a value.
private func outcome<T>(
  _ body: () throws -> T
) throws(CancellationError) -> Result<T, Failure> {
  do {
    return .success(try body())
  } catch let error as CancellationError {
    throw error
  } catch {
    return .failure(Failure(error))
  }
}
