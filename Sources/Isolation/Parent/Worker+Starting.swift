internal import CProcess
internal import Glibc

extension Worker {
  /// Bytes that the helper may decode ahead.
  ///
  /// A pipe's largest size without special rights (pipe(7)): four standard stereo blocks.
  private static let pipeSize: Int32 = 1 << 20
  /// Above the numbers that the helper will use, so that none is overwritten while they are set up.
  private static let firstDescriptor: Int32 = 16

  /// Starts a helper; it has not said anything yet.
  convenience init(_ command: WorkerCommand) throws(IsolationError) {
    var pair: [Int32] = [-1, -1]
    // A socket, since writing to one that nobody reads can be kept from raising a signal.
    guard
      unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0
    else { throw .unavailable(reason: Self.lastFailure) }
    let requests = Descriptor(pair[0])
    let theirRequests = try Self.raised(Descriptor(pair[1]))
    guard unsafe pipe2(&pair, O_CLOEXEC) == 0 else {
      throw .unavailable(reason: Self.lastFailure)
    }
    let replies = Descriptor(pair[0])
    let theirReplies = try Self.raised(Descriptor(pair[1]))
    // Refused where the user has too many large pipes already; then it is the usual 64 KiB.
    _ = fcntl(replies.number, Int32(process_set_pipe_size), Self.pipeSize)
    let process = try ChildProcess.start(command, requests: theirRequests, replies: theirReplies)
    self.init(process, requests: requests, replies: replies)
  }

  private static func raised(
    _ descriptor: consuming Descriptor
  ) throws(IsolationError) -> Descriptor {
    let number = fcntl(descriptor.number, F_DUPFD_CLOEXEC, firstDescriptor)
    guard number >= 0 else { throw .unavailable(reason: lastFailure) }
    return Descriptor(number)
  }

  private static var lastFailure: String { unsafe String(cString: strerror(errno)) }
}

extension WorkerPool {
  /// Seconds for a helper to start.
  ///
  /// chosen: it takes hundredths of a second; on a machine that swaps it may take many.
  private static let startSeconds: Int32 = 60

  /// Tells a new helper its limits, and waits until they are in force.
  func greet(_ worker: Worker) throws(IsolationError) {
    let hello = Wire.bytes(Hello(limits: limits))
    let message = FrameHeader(.hello, count: hello.count).bytes + hello
    // Fits into any socket's buffer: all or nothing.
    guard case .moved(message.count) = worker.requests.send(message, from: 0),
      let head = worker.read(FrameHeader.length, seconds: Self.startSeconds),
      let header = FrameHeader(head), header.kind == .hello, header.count <= Wire.longestMessage,
      let bytes = worker.read(header.count, seconds: Self.startSeconds),
      let reply: HelloReply = Wire.message(bytes), reply == HelloReply()
    else { throw .unavailable(reason: "\(command.executable) is no helper of this version") }
  }
}

extension Worker {
  /// So many bytes of its replies; nil where it says less, or nothing for `seconds`.
  fileprivate func read(_ count: Int, seconds: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var position = 0
    while position < count {
      guard replies.awaitInput(milliseconds: seconds * 1000),
        case .moved(let length) = replies.read(&bytes, from: position)
      else { return nil }
      position += length
    }
    return bytes
  }
}
