internal import Glibc

/// A request to a helper and the replies to it, with everything that may go wrong on the way.
///
/// Ends with `finish`; where it is let go of before, the helper is ended, since it is in the middle of
/// something.
final class Conversation {
  /// Milliseconds after which a wait looks around: for a cancellation, and for signs of life.
  private static let glance: Int32 = 250
  /// Seconds that a helper is given to be gone after its last word.
  ///
  /// chosen: releasing a gigabyte takes a tenth of one.
  private static let farewell = 2.0

  private let pool: WorkerPool
  private var worker: Worker
  private var served: Int
  /// The file, for sentences.
  private let name: String
  private let request: [UInt8]
  /// Whether a first byte has come back.
  private var isAnswered = false
  private var isOver = false

  /// Takes a helper from `pool` and sends it a request, in `parts`.
  ///
  /// - Throws: `IsolationError` and `CancellationError`.
  init(
    about name: String, with pool: WorkerPool, _ parts: [(FrameHeader.Kind, [UInt8])]
  ) throws {
    (worker, served) = try pool.take()
    self.pool = pool
    self.name = name
    request = parts.flatMap { FrameHeader($0, count: $1.count).bytes + $1 }
    try sendRequest()
  }

  deinit { end() }

  /// Ends the conversation and gives the helper back.
  func finish() {
    isOver = true
    pool.giveBack(worker, requests: served + 1)
  }

  /// Ends the helper, unless it has been given back.
  private func end() {
    guard !isOver else { return }
    isOver = true
    pool.discard(worker)
  }

  /// The header of the next reply.
  func nextHeader() throws -> FrameHeader {
    var bytes = [UInt8](repeating: 0, count: FrameHeader.length)
    try receive(bytes.count) { worker.replies.read(&bytes, from: $0) }
    guard let header = FrameHeader(bytes) else { throw nonsense() }
    return header
  }

  /// The body of the reply whose header has just been read; it may have `allowed` bytes.
  func body(of header: FrameHeader, allowed: Int = Wire.longestMessage) throws -> [UInt8] {
    guard header.count <= allowed else { throw nonsense() }
    var bytes = [UInt8](repeating: 0, count: header.count)
    try receive(bytes.count) { worker.replies.read(&bytes, from: $0) }
    return bytes
  }

  /// The body of a reply as a message.
  func message<Message: Decodable>(of header: FrameHeader) throws -> Message {
    guard let message: Message = Wire.message(try body(of: header)) else { throw nonsense() }
    return message
  }

  /// Fills `samples` from `start` on with `count` samples.
  func receive(_ samples: inout [Float], from start: Int, count: Int) throws {
    let size = MemoryLayout<Float>.size
    try receive(count * size) {
      worker.replies.read(&samples, from: start * size + $0, to: (start + count) * size)
    }
  }

  /// Ends the helper for having said what it should not.
  func nonsense() -> IsolationError {
    end()
    return .crashed(name: name, signal: nil)
  }

  /// Reads `count` bytes by steps, each from a position.
  private func receive(_ count: Int, _ step: (Int) -> Descriptor.Transfer) throws {
    // A helper that was given back talks to somebody else by now.
    guard !isOver else { throw IsolationError.crashed(name: name, signal: nil) }
    var position = 0
    while position < count {
      if !worker.replies.awaitInput(milliseconds: Self.glance) {
        try keepWaiting { worker.replies.awaitInput(milliseconds: Self.glance) }
      }
      switch step(position) {
      case .moved(let length):
        position += length
        isAnswered = true
      case .blocked: continue
      case .ended: try startAgain(after: obituary())
      }
    }
  }

  /// Sends the request to another helper, where the one that is gone had been ended from outside while
  /// it waited for work, or might have been: that is no fault of the file.
  private func startAgain(after error: IsolationError) throws {
    guard !isAnswered, served > 0, error.isTransient else { throw error }
    (worker, served) = try pool.take()
    isOver = false
    try sendRequest()
  }

  private func sendRequest() throws {
    var position = 0
    while position < request.count {
      switch worker.requests.send(request, from: position) {
      case .moved(let length): position += length
      case .blocked: try keepWaiting { worker.requests.awaitRoom(milliseconds: Self.glance) }
      case .ended: return try startAgain(after: obituary())
      }
    }
  }

  /// Waits until `isReady`, which itself waits for a glance, as long as there are signs of life.
  private func keepWaiting(_ isReady: () -> Bool) throws {
    // Time is counted in glances, so that a suspended machine or program lets no time run out.
    let glance = Double(Self.glance) / 1000
    var last = worker.activity()
    var still = 0.0
    var silent = 0.0
    while !isReady() {
      if Task.isCancelled {
        end()
        throw CancellationError()
      }
      let activity = worker.activity()
      still = activity == last ? still + glance : 0
      silent += glance
      last = activity
      if still >= pool.limits.stallSeconds {
        end()
        throw IsolationError.waiting(name: name, seconds: Int(still.rounded()))
      }
      if silent >= pool.limits.silenceSeconds {
        end()
        throw IsolationError.computing(name: name, seconds: Int(silent.rounded()))
      }
    }
  }

  /// What became of a helper that has hung up.
  private func obituary() -> IsolationError {
    let ending = worker.process.wait(seconds: Self.farewell)
    end()
    guard let ending else { return .crashed(name: name, signal: nil) }
    let limits = pool.limits
    if ending.status == Watchdog.memoryStatus {
      return .memory(name: name, allowed: limits.memoryBytes)
    }
    if ending.signal == SIGXCPU {
      return .computing(name: name, seconds: limits.processorSeconds)
    }
    // A refused allocation ends most programs by one signal or another.
    if ending.signal != nil, ending.peakBytes > limits.memoryBytes / 2 {
      return .memory(name: name, allowed: limits.memoryBytes)
    }
    return .crashed(name: name, signal: ending.signal)
  }
}
