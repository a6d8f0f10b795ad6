import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Retrieval
import Similarity

struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Brings the similarity index up to the catalogue, or says how far behind it is.",
    discussion: """
      The index is made of the catalogue alone and may be deleted at any time; searches never need it, they \
      are only slower without. An ingest writes it by itself where that is worth while.
      """)

  @OptionGroup var common: CommonOptions

  @Flag(help: "Only say how things stand.")
  var dryRun = false

  func run() async throws {
    let library = dryRun ? try common.openForReading() : try common.openForWriting()
    let index = LibraryIndex(library)
    let before = try index.state()
    if !dryRun { try index.write(always: before.pending > 0 || before.fault != nil) }
    let state = try index.state()
    if common.json {
      Terminal.json(state.json)
      return
    }
    if let fault = (dryRun ? state : before).fault { Terminal.error(fault.description) }
    Terminal.line(
      "\(state.tracks) tracks; \(state.pending) changes since the index was written.")
  }
}
