/// Why a path could not be opened or read as a file.
public enum FileFault: Error, Sendable, Hashable, Codable {
  case notFound
  case permissionDenied
  /// A folder, FIFO, socket or device; the word for it.
  case notAFile(String)
  /// Grew, shrank or was replaced while it was being read.
  case changedWhileReading
  /// The system's error number (`errno`).
  case io(Int32)

  /// The stable code of the verdict.
  public var code: String {
    switch self {
    case .notFound: "not_found"
    case .permissionDenied: "permission_denied"
    case .notAFile: "not_a_file"
    case .changedWhileReading: "changed_while_reading"
    case .io: "io_error"
    }
  }

  /// Whether another attempt later may succeed with nothing done by the user.
  public var isTransient: Bool {
    switch self {
    case .changedWhileReading: true
    case .io(let number): number != Self.nameTooLong
    case .notFound, .permissionDenied, .notAFile: false
    }
  }

  /// One sentence about the file called `name`.
  public func sentence(about name: String) -> String {
    switch self {
    case .notFound: "\(name) does not exist."
    case .permissionDenied: "\(name) may not be read by this user (permission denied)."
    case .notAFile(let what): "\(name) is \(what), not a file."
    case .changedWhileReading: "\(name) changed while it was being read."
    case .io(let number):
      "\(name) could not be read: the system reports \"\(Self.message(number))\" (error \(number))."
    }
  }
}
