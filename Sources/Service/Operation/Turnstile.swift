import Synchronization

/// Lets one at a time do its work, in the order in which they came, and sends away who comes when too many are inside.
final class Turnstile: Sendable {
  private typealias Turn = CheckedContinuation<Void, any Error>

  private struct State {
    var inside = 0
    var isTaken = false
    var tickets = 0
    var waiting: [(ticket: Int, turn: Turn)] = []
  }
  private let state = Mutex(State())
  private let limit: Int

  /// - Parameter inside: how many there may be at a time: at work, waiting, or not ready to work yet.
  init(inside: Int) { limit = inside }

  /// How many are inside.
  var count: Int { state.withLock { $0.inside } }

  /// How many wait for their turn.
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// Goes in; whoever does must `leave`.
  ///
  /// - Throws: `unavailable` where too many are inside.
  func enter() throws {
    let isFull = state.withLock { state in
      if state.inside >= limit { return true }
      state.inside += 1
      return false
    }
    if isFull {
      throw ServiceError.unavailable("Too many ask for this at once.", retryAfter: 5)
    }
  }

  func leave() { state.withLock { $0.inside -= 1 } }

  /// Works while nobody else does.
  ///
  /// - Throws: `CancellationError` where the task is cancelled while it waits, and what `work` throws.
  func turn<T: Sendable>(_ work: () async throws -> T) async throws -> T {
    try await take()
    defer { pass() }
    try Task.checkCancellation()
    return try await work()
  }

  private func take() async throws {
    let ticket = state.withLock { state in
      state.tickets += 1
      return state.tickets
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (turn: Turn) in
        let isFree = state.withLock { state in
          if !state.isTaken {
            state.isTaken = true
            return true
          }
          state.waiting.append((ticket, turn))
          return false
        }
        if isFree {
          turn.resume()
        } else if Task.isCancelled {
          // Cancelled before it stood in the line, where nobody found it.
          giveUp(ticket)
        }
      }
    } onCancel: {
      giveUp(ticket)
    }
  }

  private func giveUp(_ ticket: Int) {
    let turn = state.withLock { state in
      state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0).turn }
    }
    turn?.resume(throwing: CancellationError())
  }

  /// Hands the turn to who has waited longest.
  private func pass() {
    let next = state.withLock { state -> Turn? in
      if state.waiting.isEmpty {
        state.isTaken = false
        return nil
      }
      return state.waiting.removeFirst().turn
    }
    next?.resume()
  }
}
