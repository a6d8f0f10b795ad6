import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Retrieval
import Sound

struct RecommendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommend",
    abstract: "Recommends tracks to go with seeds, within bounds and near targets.",
    discussion: """
      Bounds and targets: \(Tunable.allCases.map(\.rawValue).joined(separator: ", ")). A track whose value is not known \
      (popularity never is) meets no bound on it, and ranks as far from a target on it.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var copies: CopyOptions
  @OptionGroup var filters: FilterOptions
  @OptionGroup var taste: TasteOptions

  @Option(
    help: ArgumentHelp(
      "A track id, the path of an ingested file or any audio file, with a weight if wanted: "
        + "TRACK=2. One to five; none where there is a target.", valueName: "track"))
  var seed: [String] = []

  @Option(help: "A track that the results shall be unlike; may be given several times.")
  var not: [String] = []

  @Option(help: ArgumentHelp("Rather near to, such as energy=0.7.", valueName: "name=value"))
  var target: [String] = []

  @Option(help: ArgumentHelp("At least, such as tempo=120.", valueName: "name=value"))
  var min: [String] = []

  @Option(help: ArgumentHelp("At most, such as tempo=140.", valueName: "name=value"))
  var max: [String] = []

  @Option(help: "Results at most.")
  var limit = 20

  @Flag(help: "Only keys that mix with the first seed's.")
  var harmonic = false

  @Flag(help: "Say what each result's likeness rests on.")
  var why = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    if seed.count > 5 { throw ValidationError("At most five seeds are taken.") }
    if seed.isEmpty, target.isEmpty { throw ValidationError("Give a --seed or a --target.") }
    _ = try tuning()
  }

  func run() async throws {
    let library = try common.openForReading()
    let wanted = try seed.map { try Self.wanted($0, in: library) }
    var search = Recommendation(wanted: wanted)
    search.unwanted = try not.map { try SeedArgument.seed($0, in: library) }
    search.filter = try filters.filter()
    search.tuning = try tuning()
    search.isHarmonic = harmonic
    search.limit = limit
    search.explains = why
    try taste.apply(to: &search)
    if search.tuning.bounds[.popularity] != nil, !common.quiet {
      Terminal.error("Popularity is never known here: no track meets a bound on it.")
    }
    let index = LibraryIndex(library)
    search.recording = try copies.recordings(of: library)
    let answers = try search.run(in: library, index)
    if common.json {
      Terminal.json(
        .object([
          "seeds": .array(zip(wanted, seed).map { .string($0.seed.track?.description ?? $1) }),
          "results": .array(answers.map(\.json)),
          "index": try index.state().json,
        ]))
    } else {
      FoundTable.show(answers)
    }
    if answers.isEmpty { throw ExitStatus.nothingFound }
  }

  private func tuning() throws -> Tuning {
    var tuning = Tuning()
    for text in target {
      let (tunable, value) = try Self.setting(text, of: "--target")
      tuning.targets[tunable] = value
    }
    for text in min {
      let (tunable, value) = try Self.setting(text, of: "--min")
      tuning.setLeast(tunable, value)
    }
    for text in max {
      let (tunable, value) = try Self.setting(text, of: "--max")
      tuning.setMost(tunable, value)
    }
    return tuning
  }

  private static func setting(_ text: String, of option: String) throws -> (Tunable, Double) {
    let parts = text.split(separator: "=")
    guard parts.count == 2, let tunable = Tunable(rawValue: String(parts[0])),
      let value = Double(parts[1]), value.isFinite
    else {
      let names = Tunable.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(option) takes name=value; names are \(names).")
    }
    return (tunable, value)
  }

  /// A seed, and what it counts where "=2" follows; a path may hold that sign itself.
  private static func wanted(
    _ text: String, in library: Library
  ) throws -> Recommendation.Wanted {
    if let mark = text.lastIndex(of: "="), let weight = Double(text[text.index(after: mark)...]),
      weight > 0, weight.isFinite
    {
      let seed = try SeedArgument.seed(String(text[..<mark]), in: library)
      return Recommendation.Wanted(seed, weight: weight)
    }
    return Recommendation.Wanted(try SeedArgument.seed(text, in: library))
  }
}
