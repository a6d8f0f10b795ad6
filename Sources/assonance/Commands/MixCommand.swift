import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Retrieval
import Sound

struct MixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mix",
    abstract: "Makes a list for a day out of what was listened to.",
    discussion: """
      The log holds one JSON object a line: {"track":"id or path","at":"2026-11-20T18:03:00Z"}, with \
      "skipped":true where the listener went on. "at" may be seconds since 1970.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var copies: CopyOptions
  @OptionGroup var filters: FilterOptions

  @Option(help: "The log; - for standard input.")
  var log: String

  @Option(help: "The day, such as 2026-11-21. Default: today.")
  var date: String?

  @Option(help: "Tracks.")
  var limit = 25

  @Option(help: "The share of tracks that were heard before, from 0 to 1.")
  var familiar = 0.4

  @Option(help: "Tracks of one artist at most.")
  var maxPerArtist = 2

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    if maxPerArtist < 1 { throw ValidationError("--max-per-artist takes a number from 1 on.") }
    if !(0...1).contains(familiar) {
      throw ValidationError("--familiar takes a number from 0 to 1.")
    }
  }

  func run() async throws {
    let library = try common.openForReading()
    let log = try PlayLog(try TextFile.read(log, code: "log_not_found")) {
      try TrackQuery.find($0, in: library)
    }
    if log.unknown > 0, !common.quiet {
      Terminal.error("\(log.unknown) lines are about tracks that the library does not have.")
    }
    var mix = DailyMix(plays: log.plays, date: date ?? TasteOptions.today)
    mix.length = limit
    mix.familiarShare = familiar
    mix.artistLimit = maxPerArtist
    mix.filter = try filters.filter()
    mix.recording = try copies.recordings(of: library)
    let answer = try mix.run(in: library)
    if common.json {
      Terminal.json(answer.json)
    } else {
      EntryTable.show(answer.tracks) { answer.familiar.contains($0.track.id) ? "known" : "new" }
      if !common.quiet { Terminal.error("\(EntryTable.sentence(answer.figures)).") }
    }
    if answer.tracks.isEmpty { throw ExitStatus.nothingFound }
  }
}
