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
    try library.catalogue.forEachEntry { entry in
      guard filter.admits(entry) else { return }
      count += 1
      if common.json { Terminal.json(entry.json) } else { table.add(Self.row(entry)) }
    }
    if !common.json, count > 0 { table.lines.forEach(Terminal.line) }
    if count == 0 { throw ExitStatus.nothingFound }
  }

  private static func row(_ entry: CatalogueEntry) -> [String] {
    let analysis = entry.derivatives.analysis
    let tags = entry.track.tags
    let title = tags.title ?? entry.sources.first?.name ?? ""
    let descriptors = ["energy", "danceability", "valence"].map { name in
      Terminal.number(analysis?.descriptors[name]?.value, 2)
    }
    return [
      entry.track.id.description,
      TextTable.shortened(tags.artists.joined(separator: ", "), to: 24),
      TextTable.shortened(title, to: 32), Terminal.clock(entry.track.duration),
      Terminal.number(analysis?.tempo?.bpm, 1), analysis?.key?.key.description ?? "–",
      Terminal.number(analysis?.loudness.integrated, 1),
    ] + descriptors
  }
}
