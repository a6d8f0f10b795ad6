import Catalogue
import Foundation
import Glibc
import Ingestion
import Interchange
import Logging
import ServiceLifecycle
import Sound
import Synchronization

/// Takes whole uploads into the library, some at a time, in the order in which they became whole.
///
/// The queue is the catalogue's table of jobs: what was killed in the middle is begun anew.
final class IngestQueue: Sendable {
  /// Seconds to wait after something that concerns more than the file (a full disk), at first and at most.
  private static let patience = (first: 5.0, most: 300.0)

  private let library: Library
  private let settings: ServerSettings
  private let metrics: Metrics
  private let events: EventHub
  private let keeper: ShelfKeeper
  private let logger: Logger

  private struct State {
    var waiting: [JobRecord] = []
    var running: [String: @Sendable () -> Void] = [:]
    var cancelled: Set<String> = []
  }
  private let state = Mutex(State())
  private let bell = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  init(
    library: Library, settings: ServerSettings, metrics: Metrics, events: EventHub,
    keeper: ShelfKeeper, logger: Logger
  ) {
    (self.library, self.settings, self.metrics) = (library, settings, metrics)
    (self.events, self.keeper, self.logger) = (events, keeper, logger)
  }

  /// Waiting, running, and for how many seconds the first has waited.
  var figures: (waiting: Int, running: Int, oldest: Int) {
    state.withLock { state in
      let oldest = state.waiting.first.map { max(0, Clock.now - $0.created) } ?? 0
      return (state.waiting.count, state.running.count, oldest)
    }
  }

  /// - Throws: `unavailable` where too many wait already; nothing that was acknowledged is turned away.
  func requireRoom() throws {
    guard figures.waiting < settings.queueLimit else {
      throw ServiceError.unavailable("Too many files wait to be taken in.", retryAfter: 30)
    }
  }

  /// Puts a job, which is in the catalogue, at the end.
  func add(_ job: JobRecord) {
    state.withLock { $0.waiting.append(job) }
    tell(job)
    bell.continuation.yield()
  }

  /// Cancels a job that waits or runs.
  ///
  /// - Returns: whether it was not over.
  func cancel(_ job: JobRecord) throws -> Bool {
    let (found, stop) = state.withLock { state -> (JobRecord?, (@Sendable () -> Void)?) in
      if let index = state.waiting.firstIndex(where: { $0.id == job.id }) {
        return (state.waiting.remove(at: index), nil)
      }
      guard let stop = state.running[job.id] else { return (nil, nil) }
      state.cancelled.insert(job.id)
      return (nil, stop)
    }
    stop?()
    if let found { try finish(found, .cancelled, nil) }
    return found != nil || stop != nil
  }

  /// Works until the task is cancelled or the server closes; a file that is being taken in then is begun anew by
  /// the next server.
  func run() async throws {
    let left = try library.catalogue.jobs(.running) + library.catalogue.jobs(.queued)
    let known = Set(left.map(\.id))
    state.withLock { state in
      state.waiting = left + state.waiting.filter { !known.contains($0.id) }
    }
    bell.continuation.yield()
    var patience = Self.patience.first
    let closed = Mutex(false)
    await withGracefulShutdownHandler {
      var bells = bell.stream.makeAsyncIterator()
      while !Task.isCancelled, !closed.withLock({ $0 }) {
        let batch = take()
        if batch.isEmpty {
          _ = await bells.next()
          continue
        }
        let isTrouble = await withTaskGroup(of: Bool.self) { group in
          for job in batch { group.addTask { await self.process(job) } }
          return await group.reduce(false) { $0 || $1 }
        }
        if isTrouble {
          try? await cancelWhenGracefulShutdown { [patience] in
            try await Task.sleep(for: .seconds(patience))
          }
          patience = min(patience * 2, Self.patience.most)
        } else {
          patience = Self.patience.first
        }
      }
    } onGracefulShutdown: { [bell] in
      closed.withLock { $0 = true }
      for stop in self.state.withLock({ Array($0.running.values) }) { stop() }
      bell.continuation.finish()
    }
  }

  private func take() -> [JobRecord] {
    state.withLock { state in
      let batch = Array(state.waiting.prefix(settings.ingestJobs))
      state.waiting.removeFirst(batch.count)
      return batch
    }
  }

  /// - Returns: whether the library is in trouble and the job has to wait.
  private func process(_ job: JobRecord) async -> Bool {
    var job = job
    (job.state, job.started) = (.running, Clock.now)
    let started = ContinuousClock.now
    do {
      try library.catalogue.record(job)
      tell(job)
      let outcome = try await outcome(of: job)
      let seconds = (ContinuousClock.now - started) / Duration.seconds(1)
      metrics.observe(MetricNames.ingestSeconds, "", seconds, ends: Metrics.work)
      let status = outcome?.status ?? .rejected
      metrics.count(MetricNames.ingested, "outcome=\"\(status.rawValue)\"")
      for stage in outcome?.stages ?? [] {
        metrics.count(MetricNames.stageSeconds, "stage=\"\(stage.name)\"", by: stage.seconds)
      }
      if status != .rejected { metrics.set(MetricNames.lastSuccess, to: Double(Clock.now)) }
      if status == .rejected || status == .duplicate { try discard(job) }
      try await keeper.refresh()
      try finish(job, .finished, (outcome?.json ?? Self.notAudio(job)).description)
      return false
    } catch is CancellationError {
      let isWanted = state.withLock { $0.cancelled.remove(job.id) != nil }
      if isWanted {
        try? discard(job)
        try? finish(job, .cancelled, nil)
      }
      // Else the server closes: the row still says `running`, and the next server begins it anew.
      return false
    } catch {
      let failure = Failure(error)
      logger.error(
        "a file could not be taken in",
        metadata: [
          "job": "\(job.id)", "code": "\(failure.code)", "error": "\(failure.description)",
        ])
      metrics.count(MetricNames.ingested, "outcome=\"failed\"")
      (job.state, job.started) = (.queued, nil)
      try? library.catalogue.record(job)
      state.withLock { $0.waiting.insert(job, at: 0) }
      return true
    }
  }

  /// Nil for what an ingest passes over, such as covers.
  private func outcome(of job: JobRecord) async throws -> SourceOutcome? {
    let path = SourcePath("\(library.folder)/\(job.path)")
    let ingest = Ingest(profile: settings.profile, jobs: 1)
    let (library, logger) = (library, logger)
    let task = Task { () -> SourceOutcome? in
      var result: SourceOutcome?
      do {
        _ = try await ingest.run([path], into: library) { result = $0 }
      } catch let error where result != nil && !(error is CancellationError) {
        // The file is in. What went wrong afterwards is another track's: no reason to begin anew for ever.
        logger.error(
          "finishing touches failed",
          metadata: ["job": "\(job.id)", "error": "\(Failure(error).description)"])
      }
      return result
    }
    state.withLock { $0.running[job.id] = { task.cancel() } }
    defer { state.withLock { $0.running[job.id] = nil } }
    var outcome = try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
    outcome?.path = SourcePath(job.name)
    return outcome
  }

  private static func notAudio(_ job: JobRecord) -> JSONValue {
    .object([
      "path": .string(job.name), "status": .string(SourceStatus.rejected.rawValue),
      "code": .string("not_audio"), "message": .string("\(job.name) is no audio file."),
      "offset": .null, "quarantined": .bool(false),
    ])
  }

  private func discard(_ job: JobRecord) throws {
    let path = "\(library.folder)/\(job.path)"
    try library.catalogue.forget(SourcePath(path))
    _ = unsafe unlink(path)
    _ = unsafe rmdir((path as NSString).deletingLastPathComponent)
  }

  private func finish(_ job: JobRecord, _ state: JobRecord.State, _ outcome: String?) throws {
    var job = job
    (job.state, job.outcome, job.finished) = (state, outcome, Clock.now)
    if state == .cancelled { try? discard(job) }
    try library.catalogue.record(job)
    tell(job)
  }

  private func tell(_ job: JobRecord) {
    events.send(kind: "job", job: job.id, owner: job.owner, body: job.json.description)
  }
}

extension JobRecord {
  /// As the REST API shows it.
  var json: JSONValue {
    .object([
      "id": .string(id), "upload": .string(upload), "name": .string(name),
      "bytes": .integer(bytes), "state": .string(state.rawValue), "created": .integer(created),
      "started": .integer(started), "finished": .integer(finished),
      "outcome": outcome.map { .document($0) } ?? .null,
    ])
  }
}
