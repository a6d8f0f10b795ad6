import Catalogue
import Recordings
import Sound

/// Finds out which tracks are one recording, once an ingest has done the rest.
///
/// What is compared is noted track by track, each in one transaction with what was found, so a run that was killed is
/// continued where it ended, and the groups are the same: they follow from the links and edits alone.
struct RecordingWork {
  let library: Library

  /// Compares every track that was not compared yet with all others, and puts them into groups.
  ///
  /// - Throws: `CatalogueError`, `Failure` of the library's folder, `CancellationError`.
  func run() throws {
    let due = try library.catalogue.tracksToCompare()
    if !due.isEmpty {
      do {
        try compare(due)
      } catch RecordingsError.damaged {
        // A file of the index was damaged since it was opened; what is opened anew leaves it out.
        RecordingIndex.remove(
          RecordingIndex.check(
            library.indexFolder, tracks: try library.catalogue.audibleTracks()
          ).files)
        try compare(try library.catalogue.tracksToCompare())
      } catch let error as RecordingsError {
        throw Failure(error)
      }
    }
    try library.catalogue.regroup()
  }

  private func compare(_ due: [TrackID]) throws {
    let finder = DuplicateFinder(try library.updatedIndex())
    for track in due {
      try Task.checkCancellation()
      guard let hearing = try library.catalogue.hearing(of: track) else { continue }
      var links: [Catalogue.FoundLink] = []
      for candidate in try finder.candidates(for: hearing) {
        guard let other = try library.catalogue.hearing(of: candidate) else { continue }
        // Always the same way round: both sides find the same, to the last digit.
        let isInOrder = track.description < candidate.description
        let (first, second) = isInOrder ? (hearing, other) : (other, hearing)
        guard let comparison = Comparison(first, second) else { continue }
        links.append(
          Catalogue.FoundLink(
            link: RecordingLink(
              first: first.track, second: second.track, verdict: comparison.verdict,
              coverage: comparison.evidence.coverage), evidence: comparison.evidence))
      }
      try library.catalogue.recordComparison(of: track, links)
    }
  }
}

extension Library {
  /// Where everything lies that is made of the catalogue alone, to answer faster.
  public var indexFolder: String { folder + "/index" }
  /// Where the index of similar tracks lies.
  public var neighbourIndex: String { indexFolder + "/neighbours" }

  /// The index of recordings with its files brought up to the catalogue.
  func updatedIndex() throws -> RecordingIndex {
    try RecordingIndex.writing(indexFolder, tracks: try catalogue.audibleTracks()) {
      try catalogue.hearing(of: $0)
    }
  }

  /// The index of recordings as it is, with what its files lack in memory.
  func readIndex(without damaged: Set<String> = []) throws -> RecordingIndex {
    try RecordingIndex.reading(
      indexFolder, without: damaged, tracks: try catalogue.audibleTracks()
    ) { try catalogue.hearing(of: $0) }
  }
}
