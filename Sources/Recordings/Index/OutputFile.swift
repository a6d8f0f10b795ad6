import Glibc

/// A file that is being written beside its place, and gets its name when it is whole and on the medium.
struct OutputFile: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private(set) var count = 0
  private var isPublished = false
  /// chosen: large enough that the system's calls cost nothing beside the bytes.
  private static let bufferSize = 1 << 20

  /// - Parameter path: where it lies until it is published.
  /// - Throws: `storage`.
  init(at path: String) throws(RecordingsError) {
    self.path = path
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .storage(operation: "create", path: path, errno: errno)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isPublished { _ = unsafe unlink(path) }
  }

  mutating func write(_ bytes: [UInt8]) throws(RecordingsError) {
    buffer += bytes
    count += bytes.count
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes over what stands at `offset`, which is behind all that is still in the buffer.
  mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws(RecordingsError) {
    try flush()
    let written = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, offset)
    }
    guard written == bytes.count else {
      throw .storage(operation: "write", path: path, errno: errno)
    }
  }

  private mutating func flush() throws(RecordingsError) {
    var done = 0
    while done < buffer.count {
      let written = unsafe buffer.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress.map { unsafe $0 + done }, $0.count - done)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .storage(operation: "write", path: path, errno: errno)
      }
      done += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Brings the file to the medium and gives it its name in one step.
  mutating func publish(as target: String) throws(RecordingsError) {
    try flush()
    guard fsync(descriptor) == 0 else {
      throw .storage(operation: "sync", path: path, errno: errno)
    }
    guard unsafe rename(path, target) == 0 else {
      throw .storage(operation: "rename", path: target, errno: errno)
    }
    isPublished = true
    try Self.sync(folder: target.lastIndex(of: "/").map { String(target[..<$0]) } ?? ".")
  }

  /// Brings a folder's entries to the medium, so that what was renamed survives a power cut.
  static func sync(folder: String) throws(RecordingsError) {
    let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .storage(operation: "open", path: folder, errno: errno)
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw .storage(operation: "sync", path: folder, errno: errno)
    }
  }
}
