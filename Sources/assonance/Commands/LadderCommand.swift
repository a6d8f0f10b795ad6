import ArgumentParser
import Catalogue
import Foundation
import Ingestion
import Interchange
import Ladder
import Sound

struct LadderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ladder", abstract: "Works on the encoded renditions.",
    subcommands: [RegenerateCommand.self, VerifyCommand.self])
}

struct RegenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regenerate",
    abstract: "Makes rungs anew from the originals, where the profile or the encoder changed.")

  @OptionGroup var common: CommonOptions

  @Option(help: "A rung, such as 96; may be given several times. Default: all of the profile's.")
  var rung: [String] = []

  @Option(help: "A track; may be given several times.")
  var track: [String] = []

  @Flag(help: "All tracks of the library.")
  var all = false

  @Option(help: "The ladder's profile: a name, or a path that ends in .yaml.")
  var profile = "spotify"

  @Flag(help: "Also what is up to date.")
  var force = false

  @Option(help: "Tracks at a time. Default: the number of cores.")
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on.") }
    if all && !track.isEmpty { throw ValidationError("Give --all or --track, not both.") }
  }

  func run() async throws {
    let library = try common.openForWriting()
    let profile = try LadderProfile.find(self.profile, library: library.folder)
    let unknown = rung.filter { name in !profile.rungs.contains { $0.name == name } }
    if let name = unknown.first {
      throw ValidationError(
        "The profile \(profile.name) has the rungs "
          + "\(profile.rungs.map(\.name).joined(separator: ", ")), not \(name).")
    }
    // Neither --all nor --track means the whole library: what is up to date costs nothing.
    let tracks =
      track.isEmpty
      ? try library.catalogue.trackIDs() : try track.map { try TrackQuery.track($0, in: library) }
    var regeneration = LadderRegeneration(
      profile: profile, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    regeneration.rungs = rung.isEmpty ? nil : Set(rung)
    regeneration.isForced = force
    var (written, failed) = (0, 0)
    try await regeneration.run(tracks, in: library) { outcome in
      written += outcome.rungs.count
      if outcome.failure != nil { failed += 1 }
      show(outcome)
    }
    if common.json {
      Terminal.json(
        .object([
          "summary": .object([
            "tracks": .integer(tracks.count), "rungs": .integer(written),
            "failed": .integer(failed),
          ])
        ]))
    } else if !common.quiet {
      Terminal.line("\(written) renditions written for \(tracks.count) tracks, \(failed) failed.")
    }
    if failed > 0 { throw ExitStatus.rejections }
  }

  private func show(_ outcome: LadderRegeneration.Outcome) {
    if common.json {
      Terminal.json(
        .object([
          "track": .string(outcome.track.description),
          "rungs": .array(outcome.rungs.map { .string($0) }),
          "code": .string(outcome.failure?.code), "message": .string(outcome.failure?.description),
        ]))
    } else if let failure = outcome.failure {
      Terminal.line("failed     \(outcome.track)  \(failure.description) [\(failure.code)]")
    } else if !outcome.rungs.isEmpty, !common.quiet {
      Terminal.line("written    \(outcome.track)  \(outcome.rungs.joined(separator: ", "))")
    }
  }
}
