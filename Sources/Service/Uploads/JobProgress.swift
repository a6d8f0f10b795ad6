import Catalogue
import Ingestion
import Interchange
import Synchronization

/// Tells those who follow a job how far it has come, a few times a second at most.
final class JobProgress: Sendable {
  /// The kind of such events.
  static let kind = "progress"
  /// Between two events of one step; chosen: a bar that moves twice a second looks alive.
  private static let pause = Duration.milliseconds(500)

  private let job: JobRecord
  private let events: EventHub
  private let last = Mutex<(step: WorkProgress.Step, time: ContinuousClock.Instant)?>(nil)

  init(_ job: JobRecord, _ events: EventHub) { (self.job, self.events) = (job, events) }

  func tell(_ progress: WorkProgress) { tell(progress, at: .now) }

  func tell(_ progress: WorkProgress, at now: ContinuousClock.Instant) {
    let isDue = last.withLock { last in
      if let last, last.step == progress.step, now - last.time < Self.pause { return false }
      last = (progress.step, now)
      return true
    }
    guard isDue else { return }
    let body: JSONValue = .object([
      "job": .string(job.id), "step": .string(progress.step.rawValue),
      "seconds": .number(progress.seconds, places: 1),
      "duration": progress.duration.map { .number($0, places: 1) } ?? .null,
    ])
    events.send(
      kind: Self.kind, job: job.id, owner: job.owner, body: body.description, isKept: false)
  }
}
