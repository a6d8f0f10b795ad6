import Catalogue
import Decoding
import Foundation
import Glibc
import Intake
import Ladder
public import Sound

/// What becomes of the files that were ingested.
public enum OriginalsPolicy: String, Sendable, CaseIterable {
  /// They stay where they are.
  case reference
  /// A copy of each track's first file is kept in the library.
  case copy
}

/// The copies of originals in a library: `originals/ab/<track id>`, byte for byte.
enum KeptOriginals {
  /// Bytes copied at a time.
  private static let slice = 1 << 20

  static func path(of track: TrackID, in library: Library) -> String {
    let id = track.description
    return "\(library.folder)/originals/\(id.prefix(2))/\(id)"
  }

  /// Where a track's audio may still be: the files that hold it, then the kept copy.
  static func places(of track: TrackID, in library: Library) throws -> [SourcePath] {
    try library.catalogue.sources(of: track).map(\.path) + [
      SourcePath(path(of: track, in: library))
    ]
  }

  /// Copies a file, unless a copy of the track is there: written beside its place, held against the digest that
  /// was taken of the file, synced, then renamed.
  ///
  /// - Throws: `Failure` with `disk_full` or `storage_failed`; `DecodingError.fault` where the file cannot
  /// be read or is another by now.
  static func keep(_ source: SourceRecord, as track: TrackID, in library: Library) throws {
    let target = path(of: track, in: library)
    if FileManager.default.fileExists(atPath: target) { return }
    let part = target + ".part"
    do {
      let folder = (target as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      try copy(source.path, to: part)
      guard try SourceDigest.digest(of: SourcePath(part)).0.description == source.digest else {
        throw FileFault.changedWhileReading
      }
      guard unsafe rename(part, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
      // The entries of the folders, which may be new as well.
      for folder in [folder, "\(library.folder)/originals", library.folder] {
        try Folders.sync(folder)
      }
    } catch let error as FileFault {
      try? FileManager.default.removeItem(atPath: part)
      throw Decoding.DecodingError.fault(error, name: source.path.name)
    } catch {
      let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace || errno == ENOSPC
      try? FileManager.default.removeItem(atPath: part)
      throw Failure(
        code: isFull ? "disk_full" : "storage_failed",
        description: "The original could not be copied to \(target).")
    }
  }

  private static func copy(_ source: SourcePath, to part: String) throws {
    let file = try RegularFile(source)
    try Data().write(to: URL(fileURLWithPath: part))
    let copy = try FileHandle(forWritingTo: URL(fileURLWithPath: part))
    var offset = 0
    while offset < file.stamp.size {
      let bytes = try file.bytes(at: offset, count: min(slice, file.stamp.size - offset))
      if bytes.isEmpty { throw FileFault.changedWhileReading }
      try copy.write(contentsOf: Data(bytes))
      offset += bytes.count
    }
    try copy.synchronize()
    try copy.close()
  }
}

extension Library {
  /// Where the copy of a track's original lies, if the library keeps one.
  public func keptOriginal(of track: TrackID) -> SourcePath {
    SourcePath(KeptOriginals.path(of: track, in: self))
  }
}
