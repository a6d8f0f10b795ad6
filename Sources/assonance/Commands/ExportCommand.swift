import ArgumentParser
import Catalogue
import Ingestion
import Interchange

struct ExportCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl, csv, m3u
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Prints the library as JSON lines, CSV or a playlist.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var filters: FilterOptions

  @Option(help: "jsonl, csv or m3u.")
  var format: Format

  func run() async throws {
    let library = try common.openForReading()
    let filter = try filters.filter()
    if format == .csv { Terminal.line(CatalogueCSV.heading) }
    if format == .m3u { Terminal.line("#EXTM3U") }
    try library.catalogue.forEachEntry(where: filter) { entry in
      switch format {
      case .jsonl: Terminal.json(entry.json)
      case .csv: Terminal.line(CatalogueCSV.row(entry))
      case .m3u: Playlist.lines(entry).forEach(Terminal.line)
      }
    }
  }
}
