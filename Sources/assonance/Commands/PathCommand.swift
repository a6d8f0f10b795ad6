import Analysis
import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Retrieval
import Sound

struct PathCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path",
    abstract: "Leads from one track to another in even steps of sound.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var copies: CopyOptions
  @OptionGroup var filters: FilterOptions

  @Argument(help: "The track it begins with: an id or the path of an ingested file.")
  var from: String

  @Argument(help: "The track it ends with.")
  var to: String

  @Option(help: "Tracks in all, the two among them.")
  var steps = 10

  @Option(help: "Tracks of one artist at most.")
  var maxPerArtist: Int?

  func validate() throws {
    if steps < 2 { throw ValidationError("--steps takes a number from 2 on.") }
    if let maxPerArtist, maxPerArtist < 1 {
      throw ValidationError("--max-per-artist takes a number from 1 on.")
    }
  }

  func run() async throws {
    let library = try common.openForReading()
    var path = SonicPath(
      from: try TrackQuery.track(from, in: library), to: try TrackQuery.track(to, in: library))
    path.length = steps
    path.filter = try filters.filter()
    path.artistLimit = maxPerArtist
    path.recording = try copies.recordings(of: library)
    let answer = try path.run(in: library)
    if common.json {
      Terminal.json(answer.json)
      return
    }
    var table = TextTable([
      "progress": .right, "step": .right, "track": .left, "name": .left, "BPM": .right,
      "key": .left,
    ])
    for (place, stop) in answer.stops.enumerated() {
      let analysis = stop.derivatives.analysis
      table.add([
        Terminal.number(answer.progress[place], 2),
        place > 0 ? Terminal.number(answer.steps[place - 1], 3) : "",
        stop.track.id.description, TextTable.shortened(stop.name, to: 48),
        Terminal.number(analysis?.tempo?.bpm, 1), analysis?.key?.key.description ?? "–",
      ])
    }
    table.lines.forEach(Terminal.line)
    guard !common.quiet else { return }
    Terminal.error(
      "The longest step is \(Terminal.number(answer.largestStep, 3)), the direct way "
        + "\(Terminal.number(answer.direct, 3)).")
    if answer.stops.count < steps, from != to {
      Terminal.error("Only \(answer.stops.count - 2) tracks lie on the way.")
    }
  }
}
