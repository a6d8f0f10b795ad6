import ArgumentParser
import Catalogue
import Dispatch
import Foundation
import Ingestion
import Ladder
import Similarity

/// The entry: parses, runs, and turns whatever is thrown into one sentence and an exit code.
@main
enum Main {
  static func main() async {
    FreedMemory.returnAtOnce()
    if Helpers.isOne {
      Helpers.work()
      exit(ExitStatus.success.rawValue)
    }
    // A pipe that is closed early (`| head`) ends the output, not the process in the middle of a commit.
    signal(SIGPIPE, SIG_IGN)
    // Detached: what a task of the main actor awaits stays on the main thread, one file after the other.
    let work = Task.detached { try await Self.run() }
    let interrupts = Self.onInterrupt { work.cancel() }
    defer { for interrupt in interrupts { interrupt.cancel() } }
    do {
      try await work.value
      exit(ExitStatus.success.rawValue)
    } catch {
      Self.leave(error)
    }
  }

  private static func run() async throws {
    var command = try AssonanceCommand.parseAsRoot()
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      try command.run()
    }
  }

  /// Calls `body` on Ctrl-C and on a polite request to end.
  private static func onInterrupt(
    _ body: @escaping @Sendable () -> Void
  ) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler(handler: body)
      source.resume()
      return source
    }
  }

  private static func leave(_ error: any Error) -> Never {
    switch error {
    case let status as ExitStatus:
      exit(status.rawValue)
    case is CancellationError:
      Terminal.error("Interrupted; what was finished is kept.")
      exit(ExitStatus.interrupted.rawValue)
    case let fault as IndexFault:
      Terminal.error("\(fault.description) [\(fault.code)]")
      exit(ExitStatus.library.rawValue)
    case is CatalogueError, is LadderError, is Failure:
      let failure = Failure(error)
      Terminal.error("\(failure.description) [\(failure.code)]")
      exit(ExitStatus(failure).rawValue)
    default:
      // The parser's own: help and versions are no failures, everything else is wrong usage.
      if AssonanceCommand.exitCode(for: error) == .success {
        print(AssonanceCommand.fullMessage(for: error))
        exit(ExitStatus.success.rawValue)
      }
      Terminal.error(AssonanceCommand.fullMessage(for: error))
      exit(ExitStatus.usage.rawValue)
    }
  }
}
