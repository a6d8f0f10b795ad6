import Catalogue
import HTTPTypes
import Hummingbird
import Ingestion
import Interchange

/// `/health/live`, `/health/ready` and `/metrics`.
struct OperationRoutes: Sendable {
  let house: House

  func add(to router: Router<CallContext>) {
    router.get("health/live") { _, _ in
      Answer.text(#"{"status":"live"}"#, type: "application/json; charset=utf-8")
    }
    router.get("health/ready", use: ready)
    router.get("metrics", use: metrics)
  }

  /// Ready once the catalogue was read, and while it can be.
  @Sendable private func ready(_ request: Request, _ context: CallContext) throws -> Response {
    _ = try house.library.catalogue.changeSequence()
    guard house.keeper.isReady else {
      throw ServiceError.unavailable("The catalogue is being read.", retryAfter: 1)
    }
    return Answer.json(
      .object([
        "status": .string("ready"), "tracks": .integer(house.keeper.shelf.cards.count),
      ]), to: request)
  }

  @Sendable private func metrics(_ request: Request, _ context: CallContext) throws -> Response {
    try context.require(.admin)
    let metrics = house.metrics
    let queue = house.queue.figures
    metrics.set(MetricNames.queue, to: Double(queue.waiting))
    metrics.set(MetricNames.running, to: Double(queue.running))
    metrics.set(MetricNames.oldestWaiting, to: Double(queue.oldest))
    metrics.set(MetricNames.indexLag, to: house.keeper.lag)
    metrics.set(MetricNames.uploads, to: Double(try house.library.catalogue.uploads().count))
    metrics.set(MetricNames.memory, to: Double(ProcessFigures.residentBytes))
    metrics.set(MetricNames.descriptors, to: Double(ProcessFigures.openDescriptors))
    metrics.set(MetricNames.cpu, to: ProcessFigures.cpuSeconds)
    metrics.set(MetricNames.listeners, to: Double(house.events.count))
    return Answer.text(metrics.text, type: "text/plain; version=0.0.4; charset=utf-8")
  }
}
