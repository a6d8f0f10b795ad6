import Analysis
import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Retrieval
import Sound

struct OrderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "order",
    abstract: "Puts given tracks into an order with small steps in sound, tempo and key.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "Track ids, or paths of ingested files.")
  var tracks: [String]

  @Option(help: "The course of energy: none, rising, falling, or peak (up, then down).")
  var arc = "none"

  @Flag(help: "Avoid keys that clash.")
  var harmonic = false

  @Flag(help: "The first track stays the first.")
  var keepFirst = false

  func validate() throws {
    guard TrackOrder.Arc(rawValue: arc) != nil else {
      throw ValidationError("--arc takes none, rising, falling or peak.")
    }
  }

  func run() async throws {
    let library = try common.openForReading()
    var order = TrackOrder(try tracks.map { try TrackQuery.track($0, in: library) })
    order.arc = TrackOrder.Arc(rawValue: arc) ?? .none
    order.isHarmonic = harmonic
    order.keepsFirst = keepFirst
    let answer = try order.run(in: library)
    if common.json {
      Terminal.json(answer.json)
      return
    }
    EntryTable.show(answer.tracks)
    if !common.quiet {
      Terminal.error("Now: \(EntryTable.sentence(answer.figures)).")
      Terminal.error("As given: \(EntryTable.sentence(answer.before)).")
    }
  }
}

/// Tracks in an order, for people.
enum EntryTable {
  static func show(_ entries: [CatalogueEntry], mark: (CatalogueEntry) -> String = { _ in "" }) {
    var table = TextTable([
      "": .left, "track": .left, "name": .left, "BPM": .right, "key": .left, "energy": .right,
    ])
    for entry in entries.map(\.answered) {
      let analysis = entry.derivatives.analysis
      table.add([
        mark(entry), entry.track.id.description, TextTable.shortened(entry.name, to: 56),
        Terminal.number(analysis?.tempo?.bpm, 1), analysis?.key?.key.description ?? "–",
        Terminal.number(analysis?.descriptors.energy?.value, 2),
      ])
    }
    table.lines.forEach(Terminal.line)
  }

  static func sentence(_ figures: TrackOrder.Figures) -> String {
    var parts = [
      "mean step \(Terminal.number(figures.step, 3))", "\(figures.clashes) clashes of keys",
    ]
    if let change = figures.tempoChange {
      parts.append("tempo changes by \(Terminal.number(change, 1)) % on average")
    }
    if let off = figures.offCourse {
      parts.append("energy \(Terminal.number(off * 100, 0)) % off its course")
    }
    return parts.joined(separator: ", ")
  }
}
