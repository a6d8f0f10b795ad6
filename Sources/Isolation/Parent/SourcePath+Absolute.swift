internal import Glibc
internal import Sound

extension SourcePath {
  /// The same path from the root, since a helper may have been started in another folder.
  func absolute() throws(IsolationError) -> SourcePath {
    // An empty path names nothing, here and there.
    guard let first = bytes.first, first != UInt8(ascii: "/") else { return self }
    guard let folder = unsafe getcwd(nil, 0) else {
      throw .unavailable(reason: unsafe String(cString: strerror(errno)))
    }
    defer { unsafe free(folder) }
    let here = unsafe UnsafeBufferPointer(start: folder, count: strlen(folder))
    return unsafe SourcePath(bytes: here.map { UInt8(bitPattern: $0) }).appending(bytes)
  }
}
