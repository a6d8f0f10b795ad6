import Foundation
import Interchange

/// What a person sees.
enum Terminal {
  static var hasErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// One line on standard error.
  static func error(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// One line on standard output, at once: whoever reads a pipe sees results as they come.
  static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  static func json(_ value: JSONValue) { line(value.description) }

  /// 4:05, 1:02:07.
  static func clock(_ seconds: Double) -> String {
    let total = Int(seconds.rounded())
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    let tail = rest < 10 ? "0\(rest)" : "\(rest)"
    if hours == 0 { return "\(minutes):\(tail)" }
    return "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(tail)"
  }

  /// A number with a fixed count of decimals; "–" for none.
  static func number(_ value: Double?, _ places: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    return String(format: "%.\(places)f", value)
  }
}
