import Dispatch
import Synchronization
import Testing

@testable import Ingestion

@Suite("Gate")
struct GateTests {
  @Test("work on two keys runs side by side, though it never pauses")
  func sideBySide() async throws {
    let gate = Gate()
    let arrived = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
    let met = try await withThrowingTaskGroup(of: Bool.self) { group in
      for own in 0...1 {
        group.addTask {
          try await gate.holding("key \(own)") {
            arrived[own].signal()
            return arrived[1 - own].wait(timeout: .now() + 600) == .success
          }
        }
      }
      return try await group.reduce(true) { $0 && $1 }
    }
    #expect(met)
  }

  @Test("work on one key runs one at a time, and a failure lets the next one in")
  func oneAtATime() async throws {
    let (gate, visits) = (Gate(), Visits())
    await withTaskGroup(of: Void.self) { group in
      for visitor in 0..<20 {
        group.addTask {
          try? await gate.holding("key") {
            visits.enter()
            await Task.yield()
            visits.leave()
            if visitor.isMultiple(of: 3) { throw CancellationError() }
          }
        }
      }
    }
    #expect(visits.most == 1)
    #expect(visits.entries == 20)
  }
}

/// Counts who is inside.
private final class Visits: Sendable {
  private let state = Mutex((inside: 0, most: 0, entries: 0))

  var most: Int { state.withLock { $0.most } }
  var entries: Int { state.withLock { $0.entries } }

  func enter() {
    state.withLock {
      $0.inside += 1
      $0.entries += 1
      $0.most = max($0.most, $0.inside)
    }
  }

  func leave() { state.withLock { $0.inside -= 1 } }
}
