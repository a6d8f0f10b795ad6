import Glibc

/// An open file of the system, and its only owner.
struct FileDescriptor: ~Copyable {
  let path: String
  private let number: Int32

  init(
    creating path: String, exclusively: Bool = true
  ) throws(LadderError) {
    try self.init(
      path, flags: O_RDWR | O_CREAT | O_CLOEXEC | (exclusively ? O_EXCL : 0), operation: "create")
  }

  init(reading path: String) throws(LadderError) {
    try self.init(path, flags: O_RDONLY | O_CLOEXEC, operation: "open")
  }

  private init(_ path: String, flags: Int32, operation: String) throws(LadderError) {
    number = unsafe open(path, flags, 0o644)
    self.path = path
    guard number >= 0 else {
      throw .storage(operation: operation, path: path, errno: errno)
    }
  }

  deinit { if number >= 0 { close(number) } }

  /// Writes all of `bytes` where the last write ended.
  func write(_ bytes: Span<UInt8>) throws(LadderError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.extracting(done..<bytes.count).withUnsafeBufferPointer {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .storage(operation: "write", path: path, errno: errno)
      }
      done += count
    }
  }

  /// Fills `bytes` from index `first` on with what stands at `offset` of the file and after it;
  /// returns how many bytes there were.
  func read(
    into bytes: inout [UInt8], from first: Int = 0, at offset: Int
  ) throws(LadderError) -> Int {
    var done = 0
    let wanted = bytes.count - first
    while done < wanted {
      let start = done
      let count = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
        unsafe pread(
          number, buffer.baseAddress.map { unsafe $0 + first + start }, wanted - start,
          offset + start)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .storage(operation: "read", path: path, errno: errno)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  func size() throws(LadderError) -> Int {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else {
      throw .storage(operation: "read", path: path, errno: errno)
    }
    return status.st_size
  }

  /// Waits until the system has brought the file to its medium.
  func sync() throws(LadderError) {
    guard fsync(number) == 0 else {
      throw .storage(operation: "sync", path: path, errno: errno)
    }
  }

  /// Takes the file's lock for as long as the file is open; `false` where somebody holds it.
  func lock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }
}
