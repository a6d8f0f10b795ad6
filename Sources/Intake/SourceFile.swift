public import Sound

/// A file that holds audio of a kind that can be decoded.
public struct SourceFile: Sendable, Hashable {
  public let path: SourcePath
  public let kind: FileKind
  /// The stamp at the moment when its kind was recognised.
  public let stamp: FileStamp
}

/// A file that a walk came upon, known by its name and stamp; its content has not been looked at.
public struct FoundFile: Sendable, Hashable {
  public let path: SourcePath
  public let stamp: FileStamp
  /// Whether the user named this very file, rather than a folder above it.
  public let isNamed: Bool

  public init(path: SourcePath, stamp: FileStamp, isNamed: Bool) {
    self.path = path
    self.stamp = stamp
    self.isNamed = isNamed
  }
}
