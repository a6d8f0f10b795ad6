import Foundation

/// Bytes on their way out of the program, without a trap where nobody takes them.
enum Output {
  /// Writes all of `text`.
  ///
  /// - Returns: 0, or the system's error number.
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Foundation.write(
          descriptor, $0.baseAddress.map { unsafe $0 + done }, $0.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      done += count
    }
    return 0
  }
}
