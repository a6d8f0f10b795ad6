import Foundation
import Ingestion
import Interchange
import Sound

/// What a person sees.
enum Terminal {
  static var hasErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// One line on standard error.
  static func error(_ line: String) { _ = Output.write(line + "\n", to: STDERR_FILENO) }

  /// One line on standard output, at once: whoever reads a pipe sees results as they come.
  ///
  /// A reader that has gone away (`| head`) is no failure: the work goes on, unheard. Any other loss of
  /// output, such as a full disk, ends the program with a word about it; what was finished is kept.
  static func line(_ text: String) {
    let failure = Output.write(text + "\n", to: STDOUT_FILENO)
    if failure == 0 || failure == EPIPE { return }
    let words = FileFault.io(failure).sentence(about: "The output")
    error("\(words) [output_failed]")
    exit(ExitStatus.rejections.rawValue)
  }

  static func json(_ value: JSONValue) { line(value.description) }

  /// What is wrong with one file of several: a line of JSON on standard output, or a sentence on standard
  /// error.
  static func failure(_ failure: Failure, of file: String, asJSON: Bool) {
    guard asJSON else {
      error("\(failure.description) [\(failure.code)]")
      return
    }
    json(
      .object([
        "path": .string(file),
        "error": .object([
          "code": .string(failure.code), "message": .string(failure.description),
        ]),
      ]))
  }

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
