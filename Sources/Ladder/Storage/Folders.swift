import Foundation
import Glibc

/// What this room and those below it do with folders.
package enum Folders {
  /// Makes `path` and what is missing above it.
  static func make(_ path: String) throws(LadderError) {
    if unsafe mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let failure = errno
    guard failure == ENOENT, let cut = path.lastIndex(of: "/"), cut > path.startIndex else {
      throw .storage(operation: "create", path: path, errno: failure)
    }
    try make(String(path[..<cut]))
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw .storage(operation: "create", path: path, errno: errno)
    }
  }

  /// Names in a folder; none where it does not exist.
  static func names(in path: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }

  static func removeTree(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  static func removeFile(_ path: String) { unsafe unlink(path) }

  /// Brings a folder's entries to the medium, so that a rename in it survives a power cut.
  package static func sync(_ path: String) throws(LadderError) {
    let folder = try FileDescriptor(reading: path)
    try folder.sync()
  }

  /// Puts `source` in the place of `target` in one step; both are on one volume.
  static func rename(_ source: String, to target: String) throws(LadderError) {
    guard unsafe Glibc.rename(source, target) == 0 else {
      throw .storage(operation: "rename", path: target, errno: errno)
    }
  }
}
