import Hummingbird
import Ingestion
import Logging
import Synchronization

/// Everything that the routes of a server share.
final class House: Sendable {
  let library: Library
  let settings: ServerSettings
  let metrics = Metrics()
  let keeper: ShelfKeeper
  let doorkeeper: Doorkeeper
  let limiter: RateLimiter
  /// Of those who come without a token that counts, by address: guessing gets slow.
  let strangers = RateLimiter(rate: 5)
  let forwarding: Forwarding
  let crossOrigin: CrossOrigin
  /// Every address there is, once the router was made.
  let addresses = Mutex(AddressBook.empty)
  let events: EventHub
  let spool: Spool
  let queue: IngestQueue
  let executor: WorkExecutor
  /// Clips on their way or looked for; chosen: 16 of 64 MiB lie in a gigabyte of the spool at most.
  let clips = Turnstile(inside: 16)
  let logger: Logger

  init(library: Library, settings: ServerSettings, logger: Logger) throws {
    (self.library, self.settings, self.logger) = (library, settings, logger)
    // Three more than files at a time: the shelf is kept while all are busy, a clip is looked for, and somebody
    // asks the doctor.
    executor = WorkExecutor(threads: settings.ingestJobs + 3)
    keeper = ShelfKeeper(
      library: library, metrics: metrics, logger: logger, executor: executor)
    doorkeeper = try Doorkeeper(
      library: library, isForThisMachine: HostRule.isLoopback(settings.host))
    limiter = RateLimiter(rate: settings.rate)
    forwarding = Forwarding(settings.trustedProxies)
    crossOrigin = CrossOrigin(settings.allowedOrigins)
    events = EventHub(metrics: metrics)
    spool = try Spool(library: library, settings: settings, metrics: metrics)
    queue = IngestQueue(
      library: library, settings: settings, metrics: metrics, events: events, keeper: keeper,
      executor: executor, logger: logger)
  }
}
