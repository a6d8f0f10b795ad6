import Decoding
public import Isolation
import Sound
import Tagging

/// How files are read: by decoders in this process, or by helpers that can fail alone.
///
/// The program reads every file in helpers (docs/decisions/006). Who builds on the library chooses.
public struct SourceAccess: Sendable {
  let pool: WorkerPool?

  /// Decoders work in this process: a C library that crashes on a file takes the process with it.
  public static let inProcess = SourceAccess(pool: nil)

  /// Decoders work in helper processes.
  public static func isolated(by pool: WorkerPool) -> SourceAccess { SourceAccess(pool: pool) }

  private init(pool: WorkerPool?) { self.pool = pool }

  /// - Throws: `DecodingError` of the file, `IsolationError`, `CancellationError`.
  func reader(_ path: SourcePath, examining: Bool = true) throws -> SourceReader {
    try SourceReader(path, by: pool, examining: examining)
  }

  /// - Throws: `TaggingError`, `DecodingError.fault`, `IsolationError`, `CancellationError`.
  func tags(of path: SourcePath) throws -> FileTags {
    if let pool { return try IsolatedTagReader(with: pool).read(path, coverOnly: true) }
    // By descriptor, since a path need not be text.
    let file = try RegularFile(path)
    return try TagReader.read(path: "/proc/self/fd/\(file.descriptor)")
  }

  /// - Throws: `TaggingError`, `IsolationError`, `CancellationError`.
  func fitted(_ picture: Picture, to limits: CoverLimits) throws -> Picture {
    if let pool { return try IsolatedTagReader(with: pool).fitted(picture, to: limits) }
    return try CoverArt.fitted(picture, to: limits)
  }
}

/// Reads one source, wherever its decoder works.
struct SourceReader: ~Copyable, PCMSource {
  let path: SourcePath
  let format: PCMFormat
  let sampleFormat: SampleFormat
  let declaredFrames: Int?

  // One of the two is there.
  private let here: Box<AudioFileReader>?
  private let helper: Box<IsolatedReader>?

  fileprivate init(_ path: SourcePath, by pool: WorkerPool?, examining: Bool) throws {
    self.path = path
    if let pool {
      let reader = try IsolatedReader(path, with: pool, examining: examining)
      (format, sampleFormat) = (reader.format, reader.sampleFormat)
      declaredFrames = reader.declaredFrames
      (here, helper) = (nil, Box(reader))
    } else {
      let reader = try AudioFileReader(path, examining: examining)
      (format, sampleFormat) = (reader.format, reader.sampleFormat)
      declaredFrames = reader.declaredFrames
      (here, helper) = (Box(reader), nil)
    }
  }

  var framesRead: Int { here?.reader.framesRead ?? helper?.reader.framesRead ?? 0 }
  /// CPU seconds of the helper; 0 before the end, and where there is none.
  var helperSeconds: Double { helper?.reader.helperSeconds ?? 0 }

  mutating func read(
    into block: inout PCMBlock, frames: Int = PCMBlock.standardFrames
  ) throws {
    try here?.reader.read(into: &block, frames: frames)
    try helper?.reader.read(into: &block, frames: frames)
  }

  /// Reads what is left; where it must hold `track`, the reader examines.
  ///
  /// - Throws: `changed_while_reading` where what was read is not `track`.
  mutating func end(holding track: TrackID? = nil) throws {
    guard let track else {
      try here?.reader.end()
      try helper?.reader.end()
      return
    }
    guard try finish().trackID == track else {
      throw Decoding.DecodingError.fault(.changedWhileReading, name: path.name)
    }
  }

  /// - Precondition: the reader examines.
  mutating func finish() throws -> DecodingReport {
    if let report = try here?.reader.finish() { return report }
    guard let report = try helper?.reader.finish() else { throw CancellationError() }
    return report
  }
}

/// A place for a reader that cannot be copied, behind an optional that can.
private final class Box<Reader: ~Copyable> {
  var reader: Reader
  init(_ reader: consuming Reader) { self.reader = reader }
}
