/// What can go wrong with the files of the index.
public enum RecordingsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A file of the index is not what was written, from this byte on.
  case damaged(path: String, offset: Int)
  /// So many tracks stand in no file of the index that a reader does not take them into memory.
  case incomplete(tracks: Int)
  /// The system refused to read or to write a file of the index.
  case storage(operation: String, path: String, errno: Int32)

  /// The stable code.
  public var code: String {
    switch self {
    case .damaged: "index_damaged"
    case .incomplete: "index_incomplete"
    case .storage(_, _, 28): "disk_full"  // ENOSPC
    case .storage: "storage_failed"
    }
  }

  public var isTransient: Bool {
    switch self {
    case .damaged, .incomplete: false
    case .storage: true
    }
  }

  public var description: String {
    switch self {
    case .damaged(let path, let offset):
      "The index file \(path) is damaged at byte \(offset); the next ingest makes it anew."
    case .incomplete(let tracks):
      "\(tracks) tracks are not in the index of recordings, too many to read for one question; "
        + "ingest, of any folder, adds them."
    case .storage(let operation, let path, let errno):
      "The system refused to \(operation) \(path) (error \(errno))."
    }
  }
}
