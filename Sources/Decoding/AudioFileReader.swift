public import Sound

/// Reads the audio of one file, from the first frame to the last, and examines it on the way.
///
/// Memory is one block and the decoder's own state, whatever the length of the file.
public struct AudioFileReader: ~Copyable, PCMSource {
  public let path: SourcePath
  public let kind: FileKind
  public let format: PCMFormat
  public let sampleFormat: SampleFormat
  /// Frames that the header promises; nil where it does not say.
  ///
  /// Not to be believed.
  public let declaredFrames: Int?
  /// Frames delivered so far.
  public private(set) var framesRead = 0

  private let file: SharedFile
  private let stream: any SampleStream
  private let limits: DecodingLimits
  /// Nil where nobody wants a report.
  private var hasher: AudioHasher?
  private var meter: EvidenceMeter?
  private var repair: SampleRepair?

  /// Opens the file at `path` and reads its header.
  ///
  /// Who wants the samples alone reads without `examining`: digest and evidence are a third of the cost of
  /// reading a WAV.
  ///
  /// - Throws: every way in which a file can be no audio; see `DecodingError`.
  public init(
    _ path: SourcePath, limits: DecodingLimits = .standard, examining: Bool = true
  ) throws(DecodingError) {
    let opened = try StreamOpening(path, limits: limits).open()
    self.path = path
    self.limits = limits
    kind = opened.kind
    file = opened.file
    stream = opened.stream
    let header = opened.stream.header
    format = header.format
    sampleFormat = header.sampleFormat
    declaredFrames = header.declaredFrames
    let isInteger = header.sampleFormat.kind == .integer
    if examining {
      hasher = AudioHasher(format: header.format)
      meter = EvidenceMeter(format: header.format, sampleFormat: header.sampleFormat)
    }
    repair = isInteger ? nil : SampleRepair()
  }

  /// Fills `block` with the next frames, at most `frames` of them, and sets its length to what was
  /// read: 0 at the end of the file.
  ///
  /// - Precondition: `block` has the reader's format.
  public mutating func read(
    into block: inout PCMBlock, frames: Int = PCMBlock.standardFrames
  ) throws(DecodingError) {
    precondition(block.channels.count == format.channels, "a block of the reader's format")
    do throws(FileFault) {
      try stream.read(into: &block, frames: frames)
    } catch {
      throw .fault(error, name: path.name)
    }
    framesRead += block.frames
    let seconds = format.sampleRate.seconds(framesRead)
    guard seconds <= Double(limits.maximumSeconds) else {
      throw .tooLong(name: path.name, seconds: seconds, allowed: limits.maximumSeconds)
    }
    repair?.mend(&block)
    hasher?.consume(block)
    meter?.consume(block)
  }

  /// Reads what is left.
  ///
  /// - Throws: `no_audio_frames` where not one frame could be read; `changed_while_reading` where the
  ///   file was touched since it was opened.
  public mutating func end() throws(DecodingError) {
    var block = PCMBlock(format: format)
    repeat { try read(into: &block) } while block.frames > 0
    try checkUnchanged()
    guard framesRead > 0 else { throw .noAudioFrames(name: path.name) }
  }

  /// Reads what is left and says what was found out.
  ///
  /// - Precondition: the reader examines.
  /// - Throws: as `end()`.
  public mutating func finish() throws(DecodingError) -> DecodingReport {
    try end()
    guard let digest = hasher?.digest(), let evidence = meter?.finish() else {
      preconditionFailure("a reader that examines")
    }
    var conclusion = stream.conclusion(framesRead: framesRead)
    if let repair, repair.count > 0 {
      conclusion.damage.append(
        .unusableSamples(
          repair.count, first: repair.first ?? 0, rate: format.sampleRate,
          channels: format.channels))
      conclusion.integrity = .failed
    }
    return DecodingReport(
      format: format, sampleFormat: sampleFormat, frames: framesRead, digest: digest,
      integrity: conclusion.integrity, damage: conclusion.damage, notes: conclusion.notes,
      evidence: evidence)
  }

  private func checkUnchanged() throws(DecodingError) {
    do throws(FileFault) {
      guard try file.file.currentStamp().sameContent(as: file.file.stamp) else {
        throw .changedWhileReading
      }
    } catch {
      throw .fault(error, name: path.name)
    }
  }
}
