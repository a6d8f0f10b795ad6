import ArgumentParser
import Catalogue
import Ingestion
import Interchange

struct SetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Puts your word in the place of what was measured or tagged.",
    discussion: """
      Such as tempo=174 "key=A minor" time_signature=3 title=… artist=… album=… genre=… energy=0.7. \
      No analysis overwrites it; `assonance unset` takes it back.
      """)

  @OptionGroup var common: CommonOptions

  @Argument(help: "A track's id, or the path of an ingested file.")
  var track: String

  @Argument(help: "name=value, once or several times.")
  var values: [String]

  func run() async throws {
    let library = try common.openForReading()
    let id = try TrackQuery.track(track, in: library)
    let stated = try values.map { text in
      let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2 else { throw ValidationError("\(text) is not name=value.") }
      do throws(OverrideError) {
        return try TrackOverride(sides[0], sides[1])
      } catch {
        throw ValidationError(error.description)
      }
    }
    try library.catalogue.set([(track: id, stated: stated)])
    if common.json, let entry = try library.catalogue.entry(id) { Terminal.json(entry.json) }
  }
}

struct UnsetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unset",
    abstract: "Takes values back that were set: what was measured counts again.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "A track's id, or the path of an ingested file.")
  var track: String

  @Argument(help: "Names, such as tempo.")
  var names: [String]

  func run() async throws {
    let library = try common.openForReading()
    let id = try TrackQuery.track(track, in: library)
    var found = false
    for text in names {
      guard let name = TrackOverride.Name(rawValue: text) else {
        throw ValidationError(OverrideError.unknownName(text).description)
      }
      found = try library.catalogue.unset(name, of: id) || found
    }
    if common.json, let entry = try library.catalogue.entry(id) { Terminal.json(entry.json) }
    if !found { throw ExitStatus.nothingFound }
  }
}
