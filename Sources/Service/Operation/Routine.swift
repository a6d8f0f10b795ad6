import Logging
import ServiceLifecycle

/// What comes again and again while a server runs, and ends nothing when it fails: the next time may be better.
struct Routine: Sendable {
  /// For the log, such as "sweeping uploads".
  let name: String
  let pause: Duration
  let logger: Logger

  /// Does `work` after each pause, until the task is cancelled or the server closes.
  func run(_ work: () throws -> Void) async {
    while true {
      do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) } } catch {
        return
      }
      do { try work() } catch {
        logger.error("\(name) failed", metadata: ["reason": "\(error)"])
      }
    }
  }
}
