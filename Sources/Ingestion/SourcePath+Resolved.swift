import Glibc
public import Sound

extension SourcePath {
  /// The absolute path, links resolved; for a path that does not exist, the path itself.
  public var resolved: SourcePath {
    var name = bytes.map { CChar(bitPattern: $0) }
    name.append(0)
    guard let real = unsafe realpath(name, nil) else { return self }
    defer { unsafe free(real) }
    return unsafe SourcePath(
      bytes: UnsafeBufferPointer(start: real, count: strlen(real)).map {
        UInt8(bitPattern: $0)
      })
  }
}
