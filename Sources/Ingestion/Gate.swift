import Synchronization

/// Lets one task at a time work on a key: two files with the same bytes, or with the same audio, are not
/// worked on side by side.
///
/// Whoever holds several takes them in this order: the whole library's, a file's digest, a track's id.
///
/// A lock and no actor: what is held runs for seconds without a pause, and must do so beside the work on other
/// keys, never on an executor they share.
final class Gate: Sendable {
  /// The key of what concerns the library as a whole; no digest and no id.
  static let wholeLibrary = "library"

  private struct State {
    var held: Set<String> = []
    var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
  }

  private let state = Mutex(State())

  /// Runs `body` alone of all that hold `key`, in the order in which they came.
  func holding<T: Sendable>(_ key: String, _ body: () async throws -> T) async throws -> T {
    await enter(key)
    defer { leave(key) }
    return try await body()
  }

  private func enter(_ key: String) async {
    await withCheckedContinuation { turn in
      let isFree = state.withLock { state in
        if state.held.insert(key).inserted { return true }
        state.waiting[key, default: []].append(turn)
        return false
      }
      if isFree { turn.resume() }
    }
  }

  /// Hands the key to who has waited longest, or lets go of it.
  private func leave(_ key: String) {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard var turns = state.waiting.removeValue(forKey: key) else {
        state.held.remove(key)
        return nil
      }
      let first = turns.removeFirst()
      if !turns.isEmpty { state.waiting[key] = turns }
      return first
    }
    next?.resume()
  }
}
