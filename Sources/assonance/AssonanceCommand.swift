import ArgumentParser
import Sound

struct AssonanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assonance",
    abstract: "Takes music in: proves it whole, makes the streaming ladder, measures it, and finds "
      + "what sounds alike.",
    version: AssonanceVersion.current,
    subcommands: [
      IngestCommand.self, SimilarCommand.self, LadderCommand.self, AnalyzeCommand.self,
      FingerprintCommand.self, ShowCommand.self, ListCommand.self, ExportCommand.self,
      IdentifyCommand.self, DuplicatesCommand.self, DoctorCommand.self, SetCommand.self,
      UnsetCommand.self, RecommendCommand.self, PathCommand.self, OrderCommand.self,
      MixCommand.self, MapCommand.self, ImportCommand.self, IndexCommand.self,
      ServeCommand.self, TokenCommand.self,
    ])
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "The library's folder. Default: $ASSONANCE_LIBRARY, else ./assonance-library.")
  var library: String?

  @Flag(help: "Print JSON: one object a line where several results stream.")
  var json = false

  @Flag(help: "No progress and no remarks.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more.")
  var verbose = false
}
