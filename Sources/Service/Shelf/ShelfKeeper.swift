import Catalogue
import Foundation
import Ingestion
import Logging
import Retrieval
import ServiceLifecycle
import Similarity
import Synchronization

/// Keeps the shelf close behind the catalogue, whoever writes to that.
final class ShelfKeeper: Sendable {
  /// Looks at the catalogue's number this often; chosen: a look costs some microseconds.
  private static let interval = Duration.milliseconds(250)
  /// After a failure the next look waits this long; chosen: one line of the log for each.
  private static let patience = Duration.seconds(10)
  /// A new shelf is made at the earliest after this many times the time that the last one took.
  private static let rest = 8.0

  private let library: Library
  /// The library's index, kept open.
  let index: LibraryIndex
  private let metrics: Metrics
  private let logger: Logger
  private struct State {
    var shelf = Shelf.empty
    var isReady = false
    var behindSince: ContinuousClock.Instant?
    var restsUntil = ContinuousClock.Instant.now
  }
  private let state = Mutex(State())
  private let turn = Turn()
  /// Where it reads: never on the threads that requests are answered on.
  private let executor: WorkExecutor

  init(library: Library, metrics: Metrics, logger: Logger, executor: WorkExecutor) {
    (self.library, self.metrics, self.logger) = (library, metrics, logger)
    self.executor = executor
    index = LibraryIndex(library)
  }

  var shelf: Shelf { state.withLock { $0.shelf } }
  /// Whether the catalogue was read once.
  var isReady: Bool { state.withLock { $0.isReady } }

  /// For how long the catalogue has been ahead, in seconds.
  var lag: Double {
    state.withLock { $0.behindSince.map { (.now - $0) / Duration.seconds(1) } ?? 0 }
  }

  /// Catches up now, whatever it costs.
  func refresh() async throws {
    try await Task(executorPreference: executor) {
      try await self.turn.run { try self.catchUp() }
    }.value
  }

  /// Catches up again and again, with pauses that leave most of the time to requests.
  func run(_ also: @Sendable () throws -> Void) async throws {
    while !Task.isCancelled && !Task.isShuttingDownGracefully {
      var pause = Self.interval
      do {
        try also()
        if state.withLock({ $0.restsUntil <= .now }) || !isReady { try await refresh() }
        // Where the written index is missing or far behind: searches get slow without.
        if try index.write() { try await turn.run { try self.reload() } }
      } catch {
        logger.error("catching up with the catalogue failed", metadata: ["reason": "\(error)"])
        pause = Self.patience
      }
      try? await cancelWhenGracefulShutdown { [pause] in try await Task.sleep(for: pause) }
    }
  }

  private func reload() throws {
    let places = try index.current()
    state.withLock { state in
      state.shelf = state.shelf.moving(to: places)
    }
  }

  private func catchUp() throws {
    let (old, wasReady) = state.withLock { ($0.shelf, $0.isReady) }
    let sequence = try library.catalogue.changeSequence()
    if wasReady, sequence == old.sequence { return }
    state.withLock { if $0.behindSince == nil { $0.behindSince = .now } }
    let started = ContinuousClock.now
    let changes = try library.catalogue.changes(after: wasReady ? old.sequence : nil)
    let shelf = old.applying(changes, try index.current())
    let took = ContinuousClock.now - started
    state.withLock {
      $0.shelf = shelf
      $0.isReady = true
      $0.behindSince = nil
      $0.restsUntil = .now + took * Self.rest
    }
    metrics.set(MetricNames.tracks, to: Double(shelf.cards.count))
  }
}

/// Lets one piece of work run at a time.
private actor Turn {
  func run(_ work: @Sendable () throws -> Void) throws { try work() }
}
