/// What can befall the helper process that reads a file; the file's own errors are not among these.
///
/// The name of the file is in every case that concerns one, so that the sentence stands by itself in
/// a log.
public enum IsolationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The helper died, or said something that makes no sense; the signal that ended it, where there
  /// was one.
  case crashed(name: String, signal: Int32?)
  /// The helper was busy without end: CPU seconds that it was allowed, or seconds in which it said
  /// nothing.
  case computing(name: String, seconds: Int)
  /// Nothing came from the file's disk or network share for this many seconds.
  case waiting(name: String, seconds: Int)
  /// The helper took more memory than it was allowed, in bytes.
  case memory(name: String, allowed: Int)
  /// No helper could be started: why.
  ///
  /// The fault lies with the system, not with a file.
  case unavailable(reason: String)

  /// The stable code of the verdict.
  public var code: String {
    switch self {
    case .crashed: "decoder_crashed"
    case .computing, .waiting: "decoder_stalled"
    case .memory: "decoder_memory"
    case .unavailable: "decoder_unavailable"
    }
  }

  /// Whether another attempt later may succeed with nothing done by the user.
  ///
  /// A helper that was ended from outside (by a user, a shutdown, or the system short of memory) is
  /// no fault of the file.
  public var isTransient: Bool {
    switch self {
    case .crashed(_, let signal): signal.map { Self.fromOutside.contains($0) } ?? false
    case .waiting, .unavailable: true
    case .computing, .memory: false
    }
  }

  /// One sentence.
  public var description: String {
    switch self {
    case .crashed(let name, let signal?):
      "The decoder crashed on \(name) (signal \(signal)); nothing of it was taken."
    case .crashed(let name, nil):
      "The decoder broke down on \(name); nothing of it was taken."
    case .computing(let name, let seconds):
      "The decoder got nowhere with \(name) and was stopped after \(seconds) seconds of work."
    case .waiting(let name, let seconds):
      "Nothing of \(name) arrived for \(seconds) seconds: its disk or network share does not answer."
    case .memory(let name, let allowed):
      "Reading \(name) took more than \(allowed >> 20) MiB of memory and was stopped."
    case .unavailable(let reason):
      "The helper that reads audio files could not be started: \(reason)."
    }
  }

  /// SIGHUP, SIGINT, SIGKILL and SIGTERM, by their numbers in POSIX.
  private static let fromOutside: Set<Int32> = [1, 2, 9, 15]
}
