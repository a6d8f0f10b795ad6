import ArgumentParser
import Fingerprinting
import Foundation
import Ingestion
import Interchange
import Sound

struct FingerprintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fingerprint",
    abstract: "Prints the Chromaprint fingerprint of whole files, as fpcalc -length 0 does.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "Audio files.")
  var files: [String]

  @Flag(help: "Print the words instead of AcoustID's compressed form.")
  var raw = false

  func run() async throws {
    var failures = 0
    let width = ProcessInfo.processInfo.activeProcessorCount
    let access = Helpers.access(jobs: width)
    let inputs = files.map { ($0, PathArgument.path($0)) }
    try await InOrder.map(inputs, width: width) { (file, path) in
      (file, try FileFingerprint.run(path, access: access))
    } emit: { (result: (String, Result<Fingerprint, Failure>)) in
      let (file, fingerprint) = result
      switch fingerprint {
      case .success(let fingerprint): show(fingerprint, of: file)
      case .failure(let failure):
        failures += 1
        Terminal.failure(failure, of: file, asJSON: common.json)
      }
    }
    if failures > 0 { throw ExitStatus.rejections }
  }

  /// In fpcalc's own words: FILE, DURATION and FINGERPRINT lines, or with --json its object and the path.
  private func show(_ fingerprint: Fingerprint, of file: String) {
    let words = JSONValue.array(fingerprint.words.map { .integer(Int($0)) })
    if common.json {
      Terminal.json(
        .object([
          "path": .string(file), "duration": .number(fingerprint.duration, places: 2),
          "fingerprint": raw ? words : .string(fingerprint.compressed),
        ]))
    } else {
      if files.count > 1 { Terminal.line("FILE=\(file)") }
      Terminal.line("DURATION=\(Int(fingerprint.duration))")
      let list = fingerprint.words.map(String.init).joined(separator: ",")
      Terminal.line("FINGERPRINT=\(raw ? list : fingerprint.compressed)")
    }
  }
}
