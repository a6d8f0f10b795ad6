import Catalogue
import Recordings

/// Holds the index of recordings against the catalogue.
///
/// The index holds nothing of its own: whatever does not fit is thrown away and made again.
struct IndexCheckup {
  let library: Library
  let repairs: Bool

  /// - Throws: `CatalogueError`, `Failure` of the library's folder, `CancellationError`.
  func run(report: (Finding) -> Void) throws {
    let tracks = try library.catalogue.audibleTracks()
    let (files, missing) = RecordingIndex.check(library.indexFolder, tracks: tracks)
    let waiting = try library.catalogue.tracksToCompare().count
    var findings = files.map { path in
      Finding(.indexDamaged, "\(path) is not as it was written, or of another version.")
    }
    if missing > 0 && files.isEmpty {
      findings.append(
        Finding(.incomplete, "\(missing) tracks are not in the index; the next ingest adds them."))
    }
    if waiting > 0 {
      findings.append(
        Finding(
          .incomplete,
          "\(waiting) tracks were not compared with the others; the next ingest does it."))
    }
    if findings.isEmpty { return }
    if repairs {
      RecordingIndex.remove(files)
      do {
        _ = try library.updatedIndex()
      } catch let error as RecordingsError {
        throw Failure(error)
      }
      try RecordingWork(library: library).run()
      for index in findings.indices { findings[index].isMended = true }
    }
    findings.forEach(report)
  }
}
