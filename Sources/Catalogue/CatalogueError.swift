/// What can stop the catalogue from answering.
public enum CatalogueError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The folder holds no library, and none was to be made.
  case missing(path: String)
  /// SQLite could not open or read the file; what it says.
  case damaged(path: String, reason: String)
  /// Another process is writing.
  case locked(path: String, holder: String)
  /// The file was written by a newer program.
  case newer(path: String)
  /// SQLite's own code and words for what else can happen (a full disk, a read-only folder).
  case database(code: Int32, reason: String)

  /// The stable code.
  public var code: String {
    switch self {
    case .missing: "library_not_found"
    case .damaged: "library_damaged"
    case .locked: "library_locked"
    case .newer: "library_newer"
    case .database(13, _): "disk_full"  // SQLITE_FULL
    case .database: "library_failed"
    }
  }

  public var isTransient: Bool {
    switch self {
    case .locked, .database: true
    case .missing, .damaged, .newer: false
    }
  }

  public var description: String {
    switch self {
    case .missing(let path): "There is no library at \(path); `assonance ingest` makes one."
    case .damaged(let path, let reason): "The catalogue of \(path) cannot be read (\(reason))."
    case .locked(let path, let holder): "The library \(path) is in use by \(holder)."
    case .newer(let path): "The library \(path) was written by a newer version of Assonance."
    case .database(8, let reason), .database(14, let reason):  // SQLITE_READONLY, SQLITE_CANTOPEN
      "The library cannot be opened or written (\(reason))."
    case .database(let code, let reason): "The catalogue answered \(code): \(reason)."
    }
  }
}
