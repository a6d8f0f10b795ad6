import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Retrieval
import Similarity
import Sound

struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Places every track on a plane, for drawing, and says how far that can be trusted.",
    discussion: """
      Tracks stay where they are when others come or go. Neighbours on a map need not sound alike: two \
      dimensions cannot hold them all apart. Ask `similar` for neighbours.
      """)

  @OptionGroup var common: CommonOptions

  @Flag(help: "Choose the landmarks anew: for a library that has grown much. Everything moves.")
  var anew = false

  func run() async throws {
    let library = try common.openForReading()
    var map = LibraryMap()
    map.isAnew = anew
    let answer = try map.run(in: library)
    if common.json {
      Terminal.json(answer.json)
    } else {
      var table = TextTable(["x": .right, "y": .right, "track": .left])
      for place in answer.places {
        table.add([
          Terminal.number(place.x, 3), Terminal.number(place.y, 3), place.track.description,
        ])
      }
      if !answer.places.isEmpty { table.lines.forEach(Terminal.line) }
      if let distortion = answer.distortion, !common.quiet {
        Terminal.error(
          "Of ten neighbours \(Terminal.number(distortion.kept * 10, 1)) stay neighbours on the map; "
            + "trustworthiness \(Terminal.number(distortion.trustworthiness, 2)), continuity "
            + "\(Terminal.number(distortion.continuity, 2)).")
      }
    }
    if answer.places.isEmpty { throw ExitStatus.nothingFound }
  }
}
