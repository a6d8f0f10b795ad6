import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Retrieval
import Sound

struct SimilarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar", abstract: "Finds the tracks that sound like one or several queries.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var copies: CopyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var taste: TasteOptions

  @Argument(help: "Track ids, paths of ingested files, or any audio files.")
  var queries: [String]

  @Option(help: "A query that the results shall be unlike; may be given several times.")
  var not: [String] = []

  @Option(help: "Results at most.")
  var limit = 10

  @Flag(help: "Only keys that mix with the first query's.")
  var harmonic = false

  @Flag(help: "Compare with every track, also in a large library.")
  var exact = false

  @Flag(help: "Say what each result's likeness rests on.")
  var why = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
  }

  func run() async throws {
    let library = try common.openForReading()
    let seeds = try queries.map { try SeedArgument.seed($0, in: library) }
    var search = Recommendation(seeds: seeds)
    search.unwanted = try not.map { try SeedArgument.seed($0, in: library) }
    search.filter = try filters.filter()
    search.isHarmonic = harmonic
    search.limit = limit
    search.isExact = exact
    search.explains = why
    try taste.apply(to: &search)
    let index = LibraryIndex(library)
    search.recording = try copies.recordings(of: library)
    let answers = try search.run(in: library, index)
    if common.json {
      Terminal.json(
        .object([
          "query": .array(zip(seeds, queries).map { .string($0.track?.description ?? $1) }),
          "results": .array(answers.map(\.json)),
          "index": try index.state().json,
        ]))
    } else {
      FoundTable.show(answers)
    }
    if answers.isEmpty { throw ExitStatus.nothingFound }
  }
}
