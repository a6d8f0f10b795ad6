import Analysis
import ArgumentParser
import Catalogue
import Ingestion
import Intake
import Interchange
import Retrieval
import Similarity
import Sound

struct SimilarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar", abstract: "Finds the tracks that sound like one or several queries.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var filters: FilterOptions

  @Argument(help: "Track ids, paths of ingested files, or any audio files.")
  var queries: [String]

  @Option(help: "A query that the results shall be unlike; may be given several times.")
  var not: [String] = []

  @Option(help: "Results at most.")
  var limit = 10

  @Flag(help: "Only keys that mix with the first query's.")
  var harmonic = false

  @Option(help: "Results of one artist at most.")
  var maxPerArtist: Int?

  @Option(help: "From 0, the nearest, to 1, the most varied.")
  var diversity = 0.0

  @Flag(help: "Compare with every track. The search is exact as it is; for scripts.")
  var exact = false

  @Flag(help: "Say what each result's likeness rests on.")
  var why = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    if let maxPerArtist, maxPerArtist < 1 {
      throw ValidationError("--max-per-artist takes a number from 1 on.")
    }
    if !(0...1).contains(diversity) {
      throw ValidationError("--diversity takes a number from 0 to 1.")
    }
  }

  func run() async throws {
    let library = try common.openForReading()
    var search = SimilarTracks(seeds: try queries.map { try seed($0, in: library) })
    search.unwanted = try not.map { try seed($0, in: library) }
    search.filter = try filters.filter()
    search.isHarmonic = harmonic
    search.limit = limit
    search.artistLimit = maxPerArtist
    search.diversity = diversity
    search.explains = why
    let answers = try search.run(in: library)
    if common.json {
      Terminal.json(
        .object([
          "query": .array(
            zip(search.seeds, queries).map { .string($0.track?.description ?? $1) }),
          "results": .array(answers.map(\.json)),
        ]))
    } else {
      show(answers)
    }
    if answers.isEmpty { throw ExitStatus.nothingFound }
  }

  /// A track of the library, else a file that is analysed on the spot.
  private func seed(_ text: String, in library: Library) throws -> SimilarTracks.Seed {
    if let track = try TrackQuery.find(text, in: library) { return .track(track) }
    let path = PathArgument.path(text)
    do throws(FileFault) {
      _ = try RegularFile(path)
    } catch .notFound {
      return .track(try TrackQuery.track(text, in: library))
    } catch {
      return .file(path)
    }
    // A copy of an ingested file is that file's track, and must not answer itself.
    if let (digest, _) = try? SourceDigest.digest(of: path),
      let track = try library.catalogue.source(digest: digest.description)?.track
    {
      return .track(track)
    }
    return .file(path)
  }

  private func show(_ answers: [SimilarTracks.Answer]) {
    var table = TextTable([
      "distance": .right, "similarity": .right, "track": .left, "name": .left, "BPM": .right,
      "key": .left, "why": .left,
    ])
    for answer in answers {
      let analysis = answer.entry.derivatives.analysis
      table.add([
        Terminal.number(answer.distance, 3), Terminal.number(answer.similarity, 2),
        answer.entry.track.id.description, TextTable.shortened(answer.entry.name, to: 48),
        Terminal.number(analysis?.tempo?.bpm, 1), analysis?.key?.key.description ?? "–",
        answer.shares.map(Self.sentence) ?? "",
      ])
    }
    table.lines.forEach(Terminal.line)
  }

  private static func sentence(_ shares: FamilyShares) -> String {
    let parts = [
      ("timbre", shares.timbre), ("rhythm", shares.rhythm), ("tonality", shares.tonality),
      ("dynamics", shares.dynamics),
    ]
    return parts.map { "\($0) \(Terminal.number($1 * 100, 0)) %" }.joined(separator: ", ")
  }
}
