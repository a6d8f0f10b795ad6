import Foundation
import Synchronization

/// Something that happened to a job, for whoever follows.
struct ServiceEvent: Sendable {
  /// Rises from event to event, and from one server to the next.
  let number: Int
  /// `job`, `progress`, or `EventHub.pulse`.
  let kind: String
  let job: String
  let owner: String
  /// JSON on one line.
  let body: String
}

/// Hands events to listeners, each with a bounded queue: a slow one loses the oldest and is told.
final class EventHub: Sendable {
  /// Events that wait for one listener, and events kept for those who come back.
  ///
  /// Chosen: 256 bytes each, so a listener costs at most 128 kB.
  private static let depth = 512
  /// Listeners at a time.
  private static let limit = 1000

  /// The kind of a sign of life, by which a listener that went away is noticed.
  static let pulse = "pulse"

  private struct State {
    var next: Int
    var nextListener = 0
    var last: [ServiceEvent] = []
    var listeners: [Int: AsyncStream<ServiceEvent>.Continuation] = [:]
    var isOver = false
  }
  private let state: Mutex<State>
  private let metrics: Metrics

  /// - Parameters:
  ///   - metrics: where lost events are counted.
  ///   - first: the number of the first event. By default the microseconds since 1970, so that the numbers of one
  ///     server follow those of the server before it, and a client that comes back misses nothing.
  init(metrics: Metrics, first: Int = Int(Date().timeIntervalSince1970 * 1e6)) {
    self.metrics = metrics
    state = Mutex(State(next: first))
  }

  /// Listeners now.
  var count: Int { state.withLock { $0.listeners.count } }

  /// The number of the last event there was; 0 before the first.
  var latest: Int { state.withLock { $0.next - 1 } }

  /// - Parameters:
  ///   - kind: of the event.
  ///   - job: that it is about.
  ///   - owner: of the job.
  ///   - body: JSON on one line.
  ///   - isKept: whether those who come back get it; what is true for a moment only would push others out.
  func send(kind: String, job: String, owner: String, body: String, isKept: Bool = true) {
    let (event, listeners) = state.withLock { state in
      let event = ServiceEvent(
        number: state.next, kind: kind, job: job, owner: owner, body: body)
      state.next += 1
      if isKept { state.last.append(event) }
      if state.last.count > Self.depth { state.last.removeFirst(state.last.count - Self.depth) }
      return (event, Array(state.listeners.values))
    }
    for listener in listeners {
      if case .dropped = listener.yield(event) { metrics.count(MetricNames.dropped) }
    }
  }

  /// Sends every listener a sign of life.
  func beat() {
    let event = ServiceEvent(number: 0, kind: Self.pulse, job: "", owner: "", body: "")
    for listener in state.withLock({ Array($0.listeners.values) }) { _ = listener.yield(event) }
  }

  /// Events from now on, and before them those after `number` that are still kept.
  ///
  /// - Throws: `unavailable` where there are too many listeners.
  func listen(after number: Int?) throws -> AsyncStream<ServiceEvent> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: ServiceEvent.self, bufferingPolicy: .bufferingNewest(Self.depth))
    let id = try state.withLock { state in
      guard state.listeners.count < Self.limit, !state.isOver else {
        throw ServiceError.unavailable("There are too many listeners.", retryAfter: 10)
      }
      let id = state.nextListener
      state.nextListener += 1
      state.listeners[id] = continuation
      if let number {
        // What was not given out yet is of a server whose clock ran ahead: then all that is kept is new.
        let seen = number < state.next ? number : 0
        for event in state.last where event.number > seen { continuation.yield(event) }
      }
      return id
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.listeners[id] = nil }
    }
    return stream
  }

  /// Ends all listening: the server closes.
  func end() {
    let listeners = state.withLock { state in
      state.isOver = true
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.finish() }
  }
}
