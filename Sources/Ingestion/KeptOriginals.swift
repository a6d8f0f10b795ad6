import Catalogue
import Decoding
import Foundation
import Glibc
import Sound

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

  /// Copies the file at `source`, unless a copy of the track is there: written beside its place, synced, then
  /// renamed.
  ///
  /// - Throws: `Failure` with `disk_full` or `storage_failed`; `DecodingError.fault` where the file cannot
  /// be read.
  static func keep(_ source: SourcePath, as track: TrackID, in library: Library) throws {
    let target = path(of: track, in: library)
    if FileManager.default.fileExists(atPath: target) { return }
    let file: RegularFile
    do throws(FileFault) {
      file = try RegularFile(source)
    } catch {
      throw Decoding.DecodingError.fault(error, name: source.name)
    }
    let part = target + ".part"
    do {
      try FileManager.default.createDirectory(
        atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
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
    } catch let error as FileFault {
      try? FileManager.default.removeItem(atPath: part)
      throw Decoding.DecodingError.fault(error, name: source.name)
    } catch {
      try? FileManager.default.removeItem(atPath: part)
      let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace || errno == ENOSPC
      throw Failure(
        code: isFull ? "disk_full" : "storage_failed",
        description: "The original could not be copied to \(target).")
    }
    guard unsafe rename(part, target) == 0 else {
      throw Failure(
        code: "storage_failed", description: "The original could not be copied to \(target).")
    }
  }
}
