import ArgumentParser
import Catalogue
import Foundation
import Ingestion
import Interchange
import Sound

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes vectors of another model in, to be blended into what sounds alike.",
    discussion: """
      The file holds one JSON object a line: {"track":"id or path","vector":[…]}, all vectors of one length. \
      `similar --blend NAME=0.3` then lets the model decide three tenths.
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "The file; - for standard input.")
  var vectors: String

  @Option(help: "What the model is called from then on.")
  var model: String

  func validate() throws {
    if model.isEmpty || model.contains("=") {
      throw ValidationError("--model takes a name without =.")
    }
  }

  func run() async throws {
    let library = try common.openForWriting()
    let lines = try VectorLines(try TextFile.read(vectors, code: "vectors_not_found")) {
      try TrackQuery.find($0, in: library)
    }
    try library.catalogue.record(outside: lines.vectors, of: model)
    if common.json {
      Terminal.json(
        .object([
          "model": .string(model), "tracks": .integer(lines.vectors.count),
          "unknown": .integer(lines.unknown),
        ]))
    } else if !common.quiet {
      Terminal.error(
        "\(lines.vectors.count) vectors of \(model); \(lines.unknown) lines are about tracks that the "
          + "library does not have.")
    }
    if lines.vectors.isEmpty { throw ExitStatus.nothingFound }
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
