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
  private let executor: WorkExecutor
  private let logger: Logger

  /// A job that was taken out of the queue.
  private struct Run {
    /// Nil until its work has begun.
    var stop: (@Sendable () -> Void)?
    var isCancelled = false
  }
  /// A job that is not over stands in one of the two at every moment.
  private struct State {
    var waiting: [JobRecord] = []
    var running: [String: Run] = [:]
    var isClosed = false
  }
  private let state = Mutex(State())
  private let bell = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  init(
    library: Library, settings: ServerSettings, metrics: Metrics, events: EventHub,
    keeper: ShelfKeeper, executor: WorkExecutor, logger: Logger
  ) {
    (self.library, self.settings, self.metrics) = (library, settings, metrics)
    (self.events, self.keeper, self.executor) = (events, keeper, executor)
    self.logger = logger
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
    state.withLock { state in
      // A server that starts may have read it from the catalogue already.
      let isKnown =
        state.running[job.id] != nil || state.waiting.contains { $0.id == job.id }
      if !isKnown { state.waiting.append(job) }
    }
    tell(job)
    bell.continuation.yield()
  }

  /// Cancels a job that waits or runs.
  ///
  /// - Returns: whether it was not over.
  func cancel(_ job: JobRecord) throws -> Bool {
    let (found, run) = state.withLock { state -> (JobRecord?, Run?) in
      if let index = state.waiting.firstIndex(where: { $0.id == job.id }) {
        return (state.waiting.remove(at: index), nil)
      }
      state.running[job.id]?.isCancelled = true
      return (nil, state.running[job.id])
    }
    run?.stop?()
    if let found { try finish(found, .cancelled, nil) }
    return found != nil || run != nil
  }

  /// Works until the task is cancelled or the server closes; a file that is being taken in then is begun anew by
  /// the next server.
  func run() async {
    await withGracefulShutdownHandler {
      var patience = Self.patience.first
      var isRead = false
      var bells = bell.stream.makeAsyncIterator()
      while !Task.isCancelled, !state.withLock({ $0.isClosed }) {
        var isTrouble = false
        if !isRead {
          isRead = readLeft()
          isTrouble = !isRead
        } else {
          let batch = take()
          if batch.isEmpty {
            _ = await bells.next()
            continue
          }
          isTrouble = await withTaskGroup(of: Bool.self) { group in
            for job in batch { group.addTask { await self.process(job) } }
            return await group.reduce(false) { $0 || $1 }
          }
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
      let running = self.state.withLock { state in
        state.isClosed = true
        return Array(state.running.values)
      }
      for run in running { run.stop?() }
      bell.continuation.finish()
    }
  }

  /// Puts what a server before this one left in front of all others.
  ///
  /// - Returns: whether the catalogue could be read.
  private func readLeft() -> Bool {
    do {
      let left = try library.catalogue.jobs(.running) + library.catalogue.jobs(.queued)
      let known = Set(left.map(\.id))
      state.withLock { state in
        state.waiting = left + state.waiting.filter { !known.contains($0.id) }
      }
      return true
    } catch {
      logger.error("jobs could not be read", metadata: ["reason": "\(error)"])
      return false
    }
  }

  /// The next to be worked on.
  func take() -> [JobRecord] {
    state.withLock { state in
      let batch = Array(state.waiting.prefix(settings.ingestJobs))
      state.waiting.removeFirst(batch.count)
      // Within the same lock: who cancels finds it, before its work has begun too.
      for job in batch { state.running[job.id] = Run() }
      return batch
    }
  }

  /// Works on a job that was taken.
  ///
  /// - Returns: whether the library is in trouble and the job has to wait.
  func process(_ job: JobRecord) async -> Bool {
    var job = job
    (job.state, job.started) = (.running, Clock.now)
    let started = ContinuousClock.now
    do {
      try library.catalogue.record(job)
      tell(job)
      let outcome = try await outcome(of: job)
      // From here on it is too late to cancel.
      _ = leave(job)
      let seconds = (ContinuousClock.now - started) / Duration.seconds(1)
      metrics.observe(MetricNames.ingestSeconds, "", seconds, ends: Metrics.work)
      let status = outcome?.status ?? .rejected
      metrics.count(MetricNames.ingested, "outcome=\"\(status.rawValue)\"")
      for stage in outcome?.stages ?? [] {
        metrics.count(MetricNames.stageSeconds, "stage=\"\(stage.name)\"", by: stage.seconds)
      }
      if status != .rejected { metrics.set(MetricNames.lastSuccess, to: Double(Clock.now)) }
      // A job that is begun again may fail on a file that a track holds already: that stays.
      let isNobodys = status == .duplicate || status == .rejected && outcome?.track == nil
      if isNobodys { try discard(job) }
      try await keeper.refresh()
      try finish(job, .finished, (outcome?.json ?? Self.notAudio(job)).description)
      return false
    } catch is CancellationError {
      if leave(job) { try? finish(job, .cancelled, nil) }
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
      let isCancelled = state.withLock { state in
        if state.running.removeValue(forKey: job.id)?.isCancelled == true { return true }
        state.waiting.insert(job, at: 0)
        return false
      }
      if isCancelled { try? finish(job, .cancelled, nil) }
      return true
    }
  }

  /// A job runs no more.
  ///
  /// - Returns: whether somebody wanted it to stop.
  private func leave(_ job: JobRecord) -> Bool {
    state.withLock { $0.running.removeValue(forKey: job.id)?.isCancelled ?? false }
  }

  /// Nil for what an ingest passes over, such as covers.
  private func outcome(of job: JobRecord) async throws -> SourceOutcome? {
    let path = SourcePath("\(library.folder)/\(job.path)")
    let ingest = Ingest(
      profile: settings.profile, jobs: 1, progress: JobProgress(job, events).tell)
    let (library, logger) = (library, logger)
    // By itself a task knows nothing of where its maker runs (SE-0417).
    let task = Task(executorPreference: executor) { () -> SourceOutcome? in
      var result: SourceOutcome?
      do {
        let summary = try await ingest.run([path], into: library) { result = $0 }
        for failure in summary.failures {
          logger.error(
            "another track's headers could not be renewed",
            metadata: [
              "job": "\(job.id)", "code": "\(failure.code)", "error": "\(failure.description)",
            ])
        }
      } catch let error where result != nil && !(error is CancellationError) {
        // The file is in. What went wrong afterwards is another track's: no reason to begin anew for ever.
        logger.error(
          "finishing touches failed",
          metadata: ["job": "\(job.id)", "error": "\(Failure(error).description)"])
      }
      return result
    }
    let isCancelled = state.withLock { state in
      state.running[job.id]?.stop = { task.cancel() }
      return state.isClosed || state.running[job.id]?.isCancelled == true
    }
    if isCancelled { task.cancel() }
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
