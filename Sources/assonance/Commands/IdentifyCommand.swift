import ArgumentParser
import Catalogue
import Foundation
import Ingestion
import Interchange
import Recordings
import Sound

struct IdentifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Says which track a clip was taken from, and where in it the clip begins.",
    discussion: "A clip of 3 s is enough; a long recording of several tracks gives several matches."
  )

  @OptionGroup var common: CommonOptions

  @Argument(help: "Audio files; with --json each gives one line.")
  var clips: [String]

  func run() async throws {
    let library = try common.openForReading()
    var search = try ClipSearch(in: library)
    var (found, failures) = (0, 0)
    for clip in clips {
      let matches: [ClipMatch]
      do {
        matches = try search.run(PathArgument.path(clip))
      } catch let failure as Failure where clips.count > 1 {
        failures += 1
        Terminal.failure(failure, of: clip, asJSON: common.json)
        continue
      }
      found += matches.count
      if common.json {
        let result = JSONValue.object(["matches": .array(matches.map(\.json))])
        Terminal.json(clips.count > 1 ? result.adding(["path": .string(clip)]) : result)
      } else {
        try show(matches, of: clip, in: library)
      }
    }
    if failures > 0 { throw ExitStatus.rejections }
    if found == 0 { throw ExitStatus.nothingFound }
  }

  private func show(_ matches: [ClipMatch], of clip: String, in library: Library) throws {
    if clips.count > 1 { Terminal.line(clip) }
    if matches.isEmpty {
      if !common.quiet { Terminal.line("Nothing in the library is in \(clip).") }
      return
    }
    var table = TextTable([
      "clip": .right, "length": .right, "track at": .right, "speed": .right, "score": .right,
      "by chance": .right, "track": .left, "name": .left,
    ])
    for match in matches {
      let name = try library.catalogue.entry(match.track)?.answered.name ?? ""
      table.add([
        Self.clock(match.clipStart), Terminal.number(match.length, 1) + " s",
        Self.clock(match.trackStart),
        abs(match.speed - 1) < 0.003
          ? "as is"
          : "\(match.speed > 1 ? "+" : "")\(Terminal.number((match.speed - 1) * 100, 1)) %",
        Terminal.number(match.score, 2), String(format: "%.0e", match.expectedByChance),
        match.track.description, TextTable.shortened(name, to: 48),
      ])
    }
    table.lines.forEach(Terminal.line)
  }

  /// Such as 1:02.35.
  private static func clock(_ seconds: Double) -> String {
    let sign = seconds < -0.005 ? "-" : ""
    let hundredths = Int((abs(seconds) * 100).rounded())
    let rest = String(format: "%05.2f", Double(hundredths % 6000) / 100)
    return "\(sign)\(hundredths / 6000):\(rest)"
  }
}
