import Foundation
import Ingestion
import Isolation

/// The processes in which files are read: this program once more, under a name of its own.
enum Helpers {
  /// What a helper is called with; no command of the program, and nothing to call by hand.
  private static let argument = "decode-worker"

  /// Whether this process is a helper.
  static var isOne: Bool { CommandLine.arguments.dropFirst() == [argument] }

  /// Does a helper's work until whoever started it goes away.
  static func work() { DecodingService.run() }

  static func access(
    jobs: Int = ProcessInfo.processInfo.activeProcessorCount
  ) -> SourceAccess {
    .isolated(
      by: WorkerPool(.sameProgram(arguments: [argument]), idleWorkers: max(1, jobs)))
  }
}
