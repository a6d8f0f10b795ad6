import Analysis
import ArgumentParser
import Foundation
import Ingestion
import Interchange
import Sound

struct AnalyzeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze", abstract: "Analyses files by themselves, without a library.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "Audio files.")
  var files: [String]

  @Option(help: "Fold the tempo into a range of beats a minute, such as 79..192.")
  var bpmRange: String?

  @Flag(help: "Print the place in the similarity space too.")
  var embedding = false

  @Flag(help: "Print segments (pitches and timbre) and loudness over time too.")
  var segments = false

  @Flag(help: "Print the public audio-analysis document in place of ours; implies --json.")
  var document = false

  @Flag(help: "Print what similarity and the descriptors are computed from; for evaluation.")
  var features = false

  @Flag(help: "Say what each descriptor is made of.")
  var why = false

  @Flag(help: "Analyse the middle two minutes of longer files; times count from there.")
  var fast = false

  @Option(help: "Files at a time. Default: the number of cores.")
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on.") }
    if let bpmRange { _ = try NumberRange(bpmRange, name: "--bpm-range") }
  }

  func run() async throws {
    let range = try bpmRange.map { try NumberRange($0, name: "--bpm-range").bounds }
    let width = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    let options = FileAnalysis(
      tempoRange: range, isFast: fast, access: Helpers.access(jobs: width))
    var failures = 0
    let inputs = files.map { ($0, PathArgument.path($0)) }
    try await InOrder.map(inputs, width: width) { (file, path) in
      try Task.checkCancellation()
      return (file, try options.run(path))
    } emit: { (result: (String, Result<TrackAnalysis, Failure>)) in
      let (file, analysis) = result
      switch analysis {
      case .success(let analysis): show(analysis, of: file)
      case .failure(let failure):
        failures += 1
        Terminal.failure(failure, of: file, asJSON: common.json)
      }
    }
    if failures > 0 { throw ExitStatus.rejections }
  }

  private func show(_ analysis: TrackAnalysis, of file: String) {
    if document {
      return Terminal.json(AudioAnalysisDocument(analysis, making: .now()).json)
    }
    guard common.json else {
      AnalysisText.lines(analysis, title: file, why: why).forEach(Terminal.line)
      return
    }
    var json = analysis.json(behind: ["path": .string(file)])
    if embedding { json = json.adding(["embedding": analysis.embeddingJSON]) }
    if segments, let details = analysis.details {
      json = json.adding([
        "voices": analysis.voicesJSON,
        "segments": details.segmentsJSON, "loudnessCurve": details.loudnessCurveJSON,
      ])
    }
    if features { json = json.adding(analysis.featureJSON) }
    Terminal.json(json)
  }
}
