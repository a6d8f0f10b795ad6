public import Sound

/// What a watcher's owner remembers of files, so that the watcher need not: the catalogue, for one.
public protocol KnownFiles {
  /// What is to be done about a file as it stands now.
  func standing(of path: SourcePath, _ stamp: FileStamp) throws -> FileStanding

  /// The next `limit` files in the order of their paths that are known at or under `folder`, come after
  /// `last` and are not noted as gone already.
  func known(
    under folder: SourcePath, after last: SourcePath?, limit: Int
  ) throws -> [KnownFile]
}

/// A file that was handed on once, and its stamp of that time.
public struct KnownFile: Sendable, Equatable {
  public let path: SourcePath
  public let stamp: FileStamp

  public init(path: SourcePath, stamp: FileStamp) {
    self.path = path
    self.stamp = stamp
  }
}

/// What is to be done about a file.
public enum FileStanding: Sendable, Equatable {
  /// Nothing: it is known in this state.
  case upToDate
  /// It is wanted, at every look until it is up to date.
  case due
  /// Nothing is known of it in this state: it is wanted once.
  case unknown
}
