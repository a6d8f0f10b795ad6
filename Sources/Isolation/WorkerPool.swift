internal import Synchronization

/// Helper processes that read files, kept and used again.
///
/// There are as many as there are files being read at a time; of those with nothing to do a few are
/// kept. One that died, was killed, or has served its time is replaced by another. None outlives this
/// process, however that ends.
public final class WorkerPool: Sendable {
  public let command: WorkerCommand
  public let limits: WorkerLimits
  /// Helpers that are kept while there is nothing to do.
  public let idleWorkers: Int

  private struct Idle {
    let worker: Worker
    let requests: Int
  }

  private struct State {
    var idle: [Idle] = []
    /// Helpers that were told to end, and have not been seen to.
    var leaving: [ChildProcess] = []
    var started = 0
  }

  private let state = Mutex(State())

  /// - Parameters:
  ///   - command: starts a program that calls `DecodingService.run()`.
  ///   - limits: of each helper.
  ///   - idleWorkers: best the number of files that are read at a time.
  public init(
    _ command: WorkerCommand, limits: WorkerLimits = .standard, idleWorkers: Int = 2
  ) {
    self.command = command
    self.limits = limits
    self.idleWorkers = idleWorkers
  }

  deinit {
    let (idle, leaving) = state.withLock { ($0.idle, $0.leaving) }
    let processes = idle.map(\.worker.process) + leaving
    for process in processes { process.kill() }
    // One that hangs in the kernel is left to the system.
    for process in processes { _ = process.wait(seconds: 1) }
  }

  /// Helpers started so far.
  package var started: Int { state.withLock(\.started) }

  /// Helpers that were told to end, and were still there when last looked at.
  package var leaving: Int { state.withLock(\.leaving.count) }

  /// Process numbers of the idle helpers.
  package var idleProcesses: [Int32] {
    state.withLock { $0.idle.map(\.worker.process.identifier) }
  }

  /// A helper that waits for its first or next request, and how many it has served.
  func take() throws(IsolationError) -> (worker: Worker, requests: Int) {
    while let idle = state.withLock({ $0.idle.popLast() }) {
      if idle.worker.isReady { return (idle.worker, idle.requests) }
      discard(idle.worker)
    }
    let worker = try Worker(command)
    state.withLock { $0.started += 1 }
    do throws(IsolationError) {
      try greet(worker)
    } catch {
      discard(worker)
      throw error
    }
    return (worker, 0)
  }

  /// Takes back a helper that has answered `requests` requests, the last one to its end.
  func giveBack(_ worker: Worker, requests: Int) {
    reap()
    let isKept = state.withLock { state in
      guard requests < limits.requests, state.idle.count < idleWorkers else { return false }
      state.idle.append(Idle(worker: worker, requests: requests))
      return true
    }
    if !isKept { discard(worker) }
  }

  /// Ends a helper.
  func discard(_ worker: Worker) {
    worker.process.kill()
    state.withLock { $0.leaving.append(worker.process) }
    reap()
  }

  /// Buries the helpers that have ended.
  private func reap() {
    state.withLock { state in state.leaving.removeAll { $0.poll() != nil } }
  }
}
