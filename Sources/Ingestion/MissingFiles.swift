import Catalogue
import Sound

/// Files that the catalogue knows and that are no longer where they were.
enum MissingFiles {
  /// Looks for every file noted under the roots.
  ///
  /// One whose audio another file holds, or that was no audio, is forgotten: it was moved or thrown away. Any
  /// other is noted as missing, with its track and all that was made of it: its disk may only be away.
  ///
  /// - Returns: how many are missing.
  static func note(under roots: [SourcePath], in library: Library) throws -> Int {
    var gone: [SourceRecord] = []
    for root in roots {
      try library.catalogue.forEachSource(under: root) { source in
        if !SourceIngest.exists(source.path) { gone.append(source) }
      }
    }
    return try note(gone, in: library)
  }

  /// The same for files that are known to be gone.
  static func note(_ paths: [SourcePath], in library: Library) throws -> Int {
    try note(
      paths.compactMap { try library.catalogue.source(at: $0) }.filter {
        !SourceIngest.exists($0.path)
      }, in: library)
  }

  private static func note(_ gone: [SourceRecord], in library: Library) throws -> Int {
    var missing = 0
    for source in gone {
      try Task.checkCancellation()
      if try isHeldElsewhere(source, in: library) || source.track == nil {
        try library.catalogue.forget(source.path)
      } else {
        missing += 1
        if !source.isMissing { try library.catalogue.setMissing(true, source.path) }
      }
    }
    return missing
  }

  /// Whether another file that is there holds the track that a file holds.
  static func isHeldElsewhere(_ source: SourceRecord, in library: Library) throws -> Bool {
    guard let track = source.track else { return false }
    return try library.catalogue.sources(of: track).contains {
      $0.path != source.path && isThere($0)
    }
  }

  /// Whether a file is where it was, and as large and as old as it was noted: one of other content says nothing.
  ///
  /// Inode and device do not count: those of network shares and removable disks change.
  private static func isThere(_ source: SourceRecord) -> Bool {
    do throws(FileFault) {
      let stamp = try RegularFile(source.path).stamp
      return stamp.size == source.stamp.size && stamp.modified == source.stamp.modified
    } catch {
      return false
    }
  }
}
