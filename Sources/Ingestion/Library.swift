public import Catalogue
import Foundation
public import Ladder

/// A library on disk: the catalogue and, beside it, the renditions.
public final class Library: Sendable {
  /// The folder, as an absolute path.
  public let folder: String
  public let catalogue: Catalogue
  public let store: FolderStore
  /// How the files of its sources are read.
  public let access: SourceAccess
  /// Shared by all ingests of this library, however many run at a time.
  let gate = Gate()
  private let lock: LibraryLock?

  /// Opens a library to read from it.
  ///
  /// - Throws: `CatalogueError.missing` where there is none.
  public static func reading(
    _ folder: String, access: SourceAccess = .inProcess
  ) throws(CatalogueError) -> Library {
    try Library(folder, writing: false, access: access)
  }

  /// Opens a library to write to it, making it where there is none; what a run that was killed left half
  /// made is removed.
  ///
  /// - Throws: `CatalogueError.locked` while another process writes.
  public static func writing(
    _ folder: String, access: SourceAccess = .inProcess
  ) throws(CatalogueError) -> Library {
    try Library(folder, writing: true, access: access)
  }

  private init(
    _ folder: String, writing: Bool, access: SourceAccess
  ) throws(CatalogueError) {
    self.access = access
    let path = URL(fileURLWithPath: folder).standardizedFileURL.path
    self.folder = path
    if writing {
      do {
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: true)
      } catch {
        throw .database(code: 14, reason: "\(path) cannot be made")  // SQLITE_CANTOPEN
      }
      lock = try LibraryLock(folder: path)
    } else {
      lock = nil
    }
    catalogue = try Catalogue(folder: path, creating: writing)
    store = FolderStore(root: path)
    if writing { _ = store.removeAbandoned() }
  }
}
