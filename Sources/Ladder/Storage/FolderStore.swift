import Foundation
import Glibc

/// Renditions in a folder of the local file system.
public struct FolderStore: RenditionStore {
  /// The library's folder, which holds `renditions/`.
  public let root: String

  public init(root: String) { self.root = root }

  private var workplaces: String { root + "/renditions/.partial" }

  public func makeWorkplace() throws(LadderError) -> Workplace { try Workplace(in: workplaces) }

  /// Removes what killed runs left behind; to be called once when a run begins.
  ///
  /// - Returns: abandoned workplaces found.
  @discardableResult
  public func removeAbandoned() -> Int { Workplace.removeAbandoned(in: workplaces) }

  public func publish(_ file: String, at path: String) throws(LadderError) {
    let target = root + "/" + path
    let folder = Self.folder(of: target)
    if !FileManager.default.fileExists(atPath: folder) {
      try Folders.make(folder)
      // The new folder's own entry, and that of the one above it, which may be new as well.
      try Folders.sync(Self.folder(of: folder))
      try Folders.sync(Self.folder(of: Self.folder(of: folder)))
    }
    try Folders.rename(file, to: target)
    try Folders.sync(folder)
  }

  public func localPath(of path: String) throws(LadderError) -> String { root + "/" + path }

  public func size(of path: String) -> Int? {
    var status = stat()
    guard unsafe stat(root + "/" + path, &status) == 0 else { return nil }
    return status.st_size
  }

  public func remove(_ path: String) throws(LadderError) {
    let target = root + "/" + path
    guard unsafe unlink(target) == 0 || errno == ENOENT else {
      throw .storage(operation: "remove", path: target, errno: errno)
    }
    // Only empty folders go: rmdir refuses all others.
    var folder = Self.folder(of: target)
    for _ in 0..<2 {
      guard unsafe rmdir(folder) == 0 else { return }
      folder = Self.folder(of: folder)
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
