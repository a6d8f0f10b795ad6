public import Decoding
public import Sound

/// An `AudioFileReader` whose decoder works in a helper process.
///
/// Its results and errors are those of the `AudioFileReader`; what befalls the helper is an
/// `IsolationError`. Waits end within a second of the task's cancellation. Memory is two blocks at
/// most.
public struct IsolatedReader: ~Copyable, PCMSource {
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
  /// CPU seconds that the helper spent on the file; 0 before its end.
  public private(set) var helperSeconds = 0.0

  private let conversation: Conversation
  private let rules: StreamRules
  /// Samples that arrived and were not asked for yet, and how many of them have been delivered.
  private var pending: PCMBlock
  private var pendingStart = 0
  private var framesReceived = 0
  /// How it ended; the report is nil where none was wanted.
  private var result: Result<DecodingReport?, Decoding.DecodingError>?

  /// Has a helper open the file at `path` and read its header; without `examining` there is no report.
  ///
  /// - Throws: `DecodingError` of the file, `IsolationError`, and `CancellationError`.
  public init(
    _ path: SourcePath, with pool: WorkerPool, limits: DecodingLimits = .standard,
    examining: Bool = true
  ) throws {
    let request = DecodeRequest(
      path: try path.absolute().bytes, limits: limits, examining: examining)
    let conversation = try Conversation(
      about: path.name, with: pool, [(.decode, Wire.bytes(request))])
    let reply = try conversation.nextHeader()
    if reply.kind == .failure { throw try conversation.failure(of: reply) }
    guard reply.kind == .header else { throw conversation.nonsense() }
    let header: StreamHeader = try conversation.message(of: reply)
    let rules = StreamRules(header: header, limits: limits, examining: examining)
    guard rules.allowHeader else { throw conversation.nonsense() }
    self.path = path
    self.conversation = conversation
    self.rules = rules
    kind = header.kind
    format = header.format
    sampleFormat = header.sampleFormat
    declaredFrames = header.declaredFrames
    pending = PCMBlock(format: header.format, capacity: 0)
  }

  /// Fills `block` with the next frames, at most `frames` of them, and sets its length to what was
  /// read: 0 at the end of the file.
  ///
  /// - Precondition: `block` has the reader's format.
  /// - Throws: `DecodingError` of the file, `IsolationError`, and `CancellationError`.
  public mutating func read(
    into block: inout PCMBlock, frames: Int = PCMBlock.standardFrames
  ) throws {
    precondition(block.channels.count == format.channels, "a block of the reader's format")
    var filled = 0
    while filled < frames {
      let kept = pending.frames - pendingStart
      if kept > 0 {
        filled = deliver(min(kept, frames - filled), to: &block, at: filled)
        continue
      }
      guard let arriving = try nextBlock() else { break }
      if arriving <= frames - filled {
        try Self.receive(arriving, into: &block, at: filled, from: conversation)
        filled += arriving
      } else {
        try Self.receive(arriving, into: &pending, at: 0, from: conversation)
        pendingStart = 0
      }
      framesReceived += arriving
    }
    block.resize(frames: filled)
    framesRead += filled
  }

  /// Reads what is left.
  ///
  /// - Throws: `DecodingError` of the file, `IsolationError`, and `CancellationError`.
  public mutating func end() throws { _ = try conclusion() }

  /// Reads what is left and says what was found out.
  ///
  /// - Precondition: the reader examines.
  /// - Throws: `DecodingError` of the file, `IsolationError`, and `CancellationError`.
  public mutating func finish() throws -> DecodingReport {
    guard let report = try conclusion() else { preconditionFailure("a reader that examines") }
    return report
  }

  private mutating func conclusion() throws -> DecodingReport? {
    var block = PCMBlock(format: format)
    repeat {
      try Task.checkCancellation()
      try read(into: &block)
    } while block.frames > 0
    guard let result else { throw conversation.nonsense() }
    return try result.get()
  }

  /// The length of the next block of samples, which is still to be received; nil at the end.
  private mutating func nextBlock() throws -> Int? {
    if result != nil { return nil }
    let header = try conversation.nextHeader()
    switch header.kind {
    case .samples:
      guard let frames = rules.frames(of: header, after: framesReceived) else {
        throw conversation.nonsense()
      }
      return frames
    case .end:
      let end: StreamEnd = try conversation.message(of: header)
      guard rules.allow(end, frames: framesReceived) else { throw conversation.nonsense() }
      result = .success(end.report)
      helperSeconds = end.processorSeconds
      conversation.finish()
      return nil
    case .failure:
      let error = try conversation.failure(of: header)
      guard let error = error as? Decoding.DecodingError else { throw conversation.nonsense() }
      // What was wrong with the end of the file is for `finish` to say, the rest for here and now.
      result = .failure(error)
      if case .noAudioFrames = error { return nil }
      if case .fault(.changedWhileReading, _) = error { return nil }
      throw error
    default: throw conversation.nonsense()
    }
  }

  private static func receive(
    _ count: Int, into block: inout PCMBlock, at start: Int, from conversation: Conversation
  ) throws {
    block.resize(frames: start + count)
    for index in block.channels.indices {
      try conversation.receive(&block.channels[index], from: start, count: count)
      guard StreamRules.areFinite(block.channels[index], from: start) else {
        throw conversation.nonsense()
      }
    }
  }

  /// Copies frames that have arrived, and returns the block's new length.
  private mutating func deliver(_ count: Int, to block: inout PCMBlock, at start: Int) -> Int {
    block.resize(frames: start + count)
    for index in block.channels.indices {
      block.channels[index].replaceSubrange(
        start..<start + count, with: pending.channels[index][pendingStart..<pendingStart + count])
    }
    pendingStart += count
    if pendingStart == pending.frames {
      pending.resize(frames: 0)
      pendingStart = 0
    }
    return start + count
  }
}
