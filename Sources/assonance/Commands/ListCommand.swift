import Analysis
import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Sound
import Tagging

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the catalogue.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var filters: FilterOptions

  func run() async throws {
    let library = try common.openForReading()
    let filter = try filters.filter()
    var table = TextTable([
      "track": .left, "artist": .left, "title": .left, "length": .right, "BPM": .right,
      "key": .left, "LUFS": .right, "energy": .right, "dance": .right, "valence": .right,
    ])
    var count = 0
    if common.json {
      try library.catalogue.forEachEntry(where: filter) { entry in
        count += 1
        Terminal.json(entry.json)
      }
    } else {
      try library.catalogue.forEachSummary(where: filter) { summary in
        count += 1
        table.add(Self.row(summary))
      }
    }
    if !common.json, count > 0 { table.lines.forEach(Terminal.line) }
    if count == 0 { throw ExitStatus.nothingFound }
  }

  private static func row(_ summary: TrackSummary) -> [String] {
    let descriptors = ["energy", "danceability", "valence"].map { name in
      Terminal.number(summary.descriptors[name], 2)
    }
    return [
      summary.track.description,
      TextTable.shortened(summary.artists.joined(separator: ", "), to: 24),
      TextTable.shortened(summary.title, to: 32), Terminal.clock(summary.duration),
      Terminal.number(summary.bpm, 1), summary.key?.description ?? "–",
      Terminal.number(summary.integrated, 1),
    ] + descriptors
  }
}
