/// What the file system says of a file without reading it: enough to tell that it is unchanged.
public struct FileStamp: Sendable, Hashable, Codable {
  /// Bytes.
  public let size: Int
  /// Last change of the content, in nanoseconds since 1970.
  public let modified: Int
  /// Last change of content, name or rights, in nanoseconds since 1970.
  ///
  /// Cannot be set by a program, so a file whose `modified` was put back after an edit still
  /// differs.
  public let changed: Int
  public let inode: UInt64
  public let device: UInt64

  public init(size: Int, modified: Int, changed: Int, inode: UInt64, device: UInt64) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
    self.device = device
  }

  /// Whether `other` is of the same file with the same content.
  ///
  /// Renaming and changing rights move `changed` and nothing else.
  public func sameContent(as other: Self) -> Bool {
    size == other.size && modified == other.modified && inode == other.inode
      && device == other.device
  }
}
