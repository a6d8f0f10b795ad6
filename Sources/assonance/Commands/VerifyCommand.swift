import ArgumentParser
import Catalogue
import Foundation
import Ingestion
import Interchange
import Ladder
import Sound

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Decodes every rendition and holds it against its source.")

  @OptionGroup var common: CommonOptions

  @Option(help: "A track; may be given several times. Default: the whole library.")
  var track: [String] = []

  @Option(help: "Tracks at a time. Default: the number of cores.")
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on.") }
  }

  func run() async throws {
    let library = try common.openForReading()
    let tracks =
      track.isEmpty
      ? try library.catalogue.trackIDs() : try track.map { try TrackQuery.track($0, in: library) }
    let check = LadderCheck(jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    var (sound, failed) = (0, 0)
    try await check.run(tracks, in: library) { outcome in
      if outcome.isSound { sound += 1 } else { failed += 1 }
      show(outcome)
    }
    if common.json {
      Terminal.json(
        .object([
          "summary": .object([
            "tracks": .integer(tracks.count), "sound": .integer(sound), "failed": .integer(failed),
          ])
        ]))
    } else if !common.quiet {
      Terminal.line("\(sound) of \(tracks.count) tracks are sound, \(failed) are not.")
    }
    if failed > 0 { throw ExitStatus.rejections }
  }

  private func show(_ outcome: LadderCheck.Outcome) {
    if common.json {
      Terminal.json(outcome.json)
      return
    }
    if let failure = outcome.failure {
      Terminal.line("failed     \(outcome.track)  \(failure.description) [\(failure.code)]")
    }
    for report in outcome.reports where !report.isSound {
      Terminal.line(
        "failed     \(outcome.track)  \(report.rung): \(report.failures.joined(separator: "; "))")
    }
    if outcome.isSound, common.verbose {
      Terminal.line("sound      \(outcome.track)  \(outcome.reports.count) renditions")
    }
  }
}
