import Glibc

/// Names and words for the system's error numbers.
enum Errno {
  static let noSpace = ENOSPC

  /// The system's own words for `code`.
  static func sentence(_ code: Int32) -> String {
    // Each message is a constant of the C library for the codes that a file operation can give.
    guard let words = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: words)
  }
}
