import Foundation
import Glibc

/// Threads of their own, of low priority, for work that must not stand in the way of requests: taking files in,
/// reading the catalogue whole.
final class WorkExecutor: TaskExecutor, @unchecked Sendable {
  /// nice(2): chosen so that a request gets 7 of 8 parts of a core that both want.
  private static let niceness: Int32 = 10

  // Guarded by the condition.
  private var jobs: [UnownedJob] = []
  private var isEnding = false
  private let condition = NSCondition()

  init(threads: Int) {
    for number in 0..<max(1, threads) {
      let thread = Thread { [weak self] in
        // On Linux priorities are the threads' own; helpers started from here inherit it.
        _ = setpriority(__priority_which_t(0), 0, Self.niceness)
        while let self, let job = self.next() {
          unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
      }
      thread.name = "assonance-work-\(number)"
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  /// Runs `work` here; whoever waits for it and is cancelled cancels it.
  ///
  /// A task by itself knows nothing of where its maker runs (SE-0417), so that whatever belongs here must be said.
  func run<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
    let task = Task(executorPreference: self, operation: work)
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    condition.lock()
    let isEnding = isEnding
    if !isEnding { jobs.append(job) }
    condition.signal()
    condition.unlock()
    guard isEnding else { return }
    // Whoever still waits for an answer while the server closes gets it.
    Thread.detachNewThread { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  private func next() -> UnownedJob? {
    condition.lock()
    defer { condition.unlock() }
    while jobs.isEmpty {
      if isEnding { return nil }
      condition.wait()
    }
    return jobs.removeFirst()
  }

  /// Lets the threads end once there is nothing left to do.
  func end() {
    condition.lock()
    isEnding = true
    condition.broadcast()
    condition.unlock()
  }
}
