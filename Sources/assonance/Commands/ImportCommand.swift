import ArgumentParser
import Catalogue
import Foundation
import Ingestion
import Interchange
import Sound

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes in what people said of tracks, or vectors of another model.",
    discussion: """
      Lines of `export --format jsonl` bring back what was said with `set`, for the tracks that the library has; \
      what was measured is measured again when their files are ingested.

      --vectors takes one JSON object a line: {"track":"id or path","vector":[…]}, all vectors of one length. \
      `similar --blend NAME=0.3` then lets the model decide three tenths.
      """)

  @OptionGroup var common: CommonOptions

  @Argument(help: "Lines of an export; - for standard input.")
  var lines: String?

  @Option(help: "A file of vectors; - for standard input.")
  var vectors: String?

  @Option(help: "What the vectors' model is called from then on.")
  var model: String?

  func validate() throws {
    guard (lines == nil) != (vectors == nil) else {
      throw ValidationError("import takes either lines of an export or --vectors.")
    }
    guard (vectors == nil) == (model == nil) else {
      throw ValidationError("--vectors and --model go together.")
    }
    if let model, model.isEmpty || model.contains("=") {
      throw ValidationError("--model takes a name without =.")
    }
  }

  func run() async throws {
    let library = try common.openForWriting()
    if let vectors, let model {
      try take(vectors: vectors, of: model, into: library)
    } else if let lines {
      try take(lines: lines, into: library)
    }
  }

  private func take(lines path: String, into library: Library) throws {
    let lines = try ExportLines(try TextFile.read(path, code: "export_not_found")) {
      try library.catalogue.holds($0)
    }
    try library.catalogue.set(lines.overrides)
    let values = lines.overrides.reduce(0) { $0 + $1.stated.count }
    report(
      ["tracks": .integer(lines.overrides.count), "values": .integer(values)],
      unknown: lines.unknown,
      "\(values) values set by hand were taken in, of \(lines.overrides.count) tracks")
    if lines.overrides.isEmpty { throw ExitStatus.nothingFound }
  }

  private func take(vectors path: String, of model: String, into library: Library) throws {
    let lines = try VectorLines(try TextFile.read(path, code: "vectors_not_found")) {
      try TrackQuery.find($0, in: library)
    }
    try library.catalogue.record(outside: lines.vectors, of: model)
    report(
      ["model": .string(model), "tracks": .integer(lines.vectors.count)], unknown: lines.unknown,
      "\(lines.vectors.count) vectors of \(model) were taken in")
    if lines.vectors.isEmpty { throw ExitStatus.nothingFound }
  }

  private func report(
    _ figures: KeyValuePairs<String, JSONValue>, unknown: Int, _ sentence: String
  ) {
    if common.json {
      Terminal.json(JSONValue.object(figures).adding(["unknown": .integer(unknown)]))
    } else if !common.quiet {
      Terminal.error(
        "\(sentence); \(unknown) lines are about tracks that the library does not have.")
    }
  }
}

/// A whole text, from a file or from standard input.
enum TextFile {
  /// - Throws: `Failure` with `code` where it cannot be read.
  static func read(_ path: String, code: String) throws -> String {
    do {
      let data =
        path == "-"
        ? try FileHandle.standardInput.readToEnd() ?? Data()
        : try Data(contentsOf: URL(fileURLWithPath: path))
      return String(decoding: data, as: UTF8.self)
    } catch {
      throw Failure(code: code, description: "\(path) cannot be read.")
    }
  }
}
