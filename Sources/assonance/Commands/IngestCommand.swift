import ArgumentParser
import Catalogue
import Foundation
import Ingestion
import Intake
import Interchange
import Ladder
import Retrieval
import Sound

struct IngestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest", abstract: "Takes files and folders into the library.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "Files or folders; folders with all they hold.")
  var paths: [String]

  @Option(help: "Files at a time. Default: the number of cores.")
  var jobs: Int?

  @Option(help: "The ladder's profile: a name, or a path that ends in .yaml.")
  var profile = "spotify"

  @Option(
    help: "reference: files stay where they are; copy: the library keeps a copy of each.",
    transform: { text in
      guard let policy = OriginalsPolicy(rawValue: text) else {
        throw ValidationError("--originals takes reference or copy.")
      }
      return policy
    })
  var originals = OriginalsPolicy.reference

  @Flag(help: "Try files again that were given up after several attempts.")
  var retryQuarantined = false

  @Flag(help: "Go on after that: take in what comes, changes or goes, until Ctrl-C.")
  var watch = false

  @Option(help: "With --watch: seconds between two looks at all folders.")
  var watchInterval = 60

  @Option(help: "With --watch: seconds that a file must stand still before it is taken.")
  var watchSettling = 10

  @Flag(help: "With --watch: look only, without the system's notices.")
  var poll = false

  @Flag(help: "Only say what would be worked on.")
  var dryRun = false

  @Option(help: "Redo a stage although it is there: ladder, fingerprint, analysis or all.")
  var force: [String] = []

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on.") }
    if watch && dryRun { throw ValidationError("Give --watch or --dry-run, not both.") }
    if watchInterval < 1 || watchSettling < 0 {
      throw ValidationError("--watch-interval and --watch-settling take whole seconds.")
    }
    _ = try stages
  }

  private var stages: Set<Stage> {
    get throws {
      var stages: Set<Stage> = []
      for name in force {
        if name == "all" {
          stages = Set(Stage.allCases)
        } else if let stage = Stage(rawValue: name) {
          stages.insert(stage)
        } else {
          throw ValidationError("--force takes ladder, fingerprint, analysis or all.")
        }
      }
      return stages
    }
  }

  func run() async throws {
    if dryRun {
      try await common.withoutWriting(run)
    } else {
      try await run(common.openForWriting())
    }
  }

  private func run(_ library: Library) async throws {
    var ingest = Ingest(
      profile: try .find(profile, library: common.libraryFolder),
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    ingest.force = try stages
    ingest.originals = originals
    ingest.retriesQuarantined = retryQuarantined
    ingest.isDryRun = dryRun
    let sources = paths.map(PathArgument.path)
    var bar = Self.progress(sources, isShown: Terminal.hasErrorTerminal && !common.quiet)
    let report: (SourceOutcome) -> Void = { outcome in
      bar.clear()
      if common.json {
        Terminal.json(outcome.json)
      } else if !common.quiet || outcome.status == .rejected {
        Self.describe(outcome)
      }
      bar.advance(bytes: outcome.bytes, audio: outcome.duration)
    }
    let index = LibraryIndex(library)
    if watch {
      try await ingest.watch(sources, into: library, settings: settings, report: report) {
        bar.clear()
        conclude($0, $1)
        _ = try? index.write()
      }
    }
    let summary = try await ingest.run(sources, into: library, report: report)
    bar.clear()
    conclude(summary, nil)
    // Searches need no index: that it cannot be written stops nothing.
    if !dryRun { _ = try? index.write() }
    if summary.counts[.rejected, default: 0] > 0 { throw ExitStatus.rejections }
  }

  private var settings: WatchSettings {
    var settings = WatchSettings()
    settings.interval = .seconds(watchInterval)
    settings.settling = .seconds(watchSettling)
    settings.usesNotices = !poll
    return settings
  }

  /// The last line of an ingest, or one of those of a watch.
  private func conclude(_ summary: IngestSummary, _ status: WatchStatus?) {
    for failure in summary.failures {
      Terminal.error("\(failure.description) [\(failure.code)]")
    }
    if common.json {
      Terminal.json(summary.json)
    } else if !common.quiet {
      var text = sentence(summary)
      if let status, status.looks > 0 {
        text += " Watching \(status.files) files"
        if !status.unavailable.isEmpty {
          let names = status.unavailable.map(\.description).joined(separator: ", ")
          text += "; not to be reached: \(names)"
        }
        text += "."
      }
      Terminal.line(text)
    }
  }

  /// A bar over all the bytes there are; counted only where somebody looks.
  private static func progress(_ paths: [SourcePath], isShown: Bool) -> ProgressBar {
    var (files, bytes) = (0, 0)
    if isShown {
      var walker = SourceWalker(paths)
      while let step = walker.next() {
        guard case .file(let file) = step else { continue }
        files += 1
        bytes += file.stamp.size
      }
    }
    return ProgressBar(isShown: isShown, files: files, bytes: bytes)
  }

  private static func describe(_ outcome: SourceOutcome) {
    switch outcome.status {
    case .rejected:
      let code = outcome.code ?? "failed"
      Terminal.line("rejected   \(outcome.path)  \(outcome.message ?? "") [\(code)]")
      if outcome.isQuarantined {
        Terminal.line("           Given up; --retry-quarantined tries it again.")
      }
    default:
      let status = outcome.status.rawValue
      let space = String(repeating: " ", count: max(1, 11 - status.count))
      Terminal.line("\(status)\(space)\(outcome.path)  \(outcome.track?.description ?? "")")
      for warning in outcome.warnings { Terminal.line("           \(warning.message)") }
    }
  }

  private func sentence(_ summary: IngestSummary) -> String {
    let states: [SourceStatus] = [.ingested, .unchanged, .duplicate, .damaged, .rejected]
    let parts = states.compactMap { status in
      summary.counts[status].map { "\($0) \(status.rawValue)" }
    }
    var text =
      parts.isEmpty ? (watch ? "Nothing new" : "No audio found") : parts.joined(separator: ", ")
    if summary.missing > 0 { text += ", \(summary.missing) missing" }
    text += " in \(Terminal.number(summary.seconds, 1)) s"
    if summary.audio > 0, summary.seconds > 0 {
      text += " (\(Int(summary.audio / summary.seconds)) × real time)"
    }
    return text + "."
  }
}
