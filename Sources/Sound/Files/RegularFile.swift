internal import Glibc

/// A regular file, open for reading: never a FIFO, socket or device, so that no read can hang.
public struct RegularFile: ~Copyable, Sendable {
  /// The descriptor, owned by this value.
  public let descriptor: Int32
  /// What the system said of the file when it was opened.
  public let stamp: FileStamp

  /// Opens the file at `path`, following links.
  public init(_ path: SourcePath) throws(FileFault) {
    // O_NONBLOCK: opening a FIFO nobody writes to returns at once and is refused below.
    var name = path.bytes.map { CChar(bitPattern: $0) }
    name.append(0)
    let descriptor = unsafe open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw FileFault(errno) }
    do throws(FileFault) {
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0 else { throw FileFault(errno) }
      guard let kind = EntryKind(status), kind == .file else {
        throw .notAFile((EntryKind(status) ?? .device).phrase)
      }
      self.descriptor = descriptor
      stamp = FileStamp(status)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Up to `count` bytes from `offset`; fewer only at the end of the file.
  public borrowing func bytes(at offset: Int, count: Int) throws(FileFault) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let length = try read(at: offset, into: &buffer)
    buffer.removeLast(count - length)
    return buffer
  }

  /// Fills `buffer` from `offset`; returns the bytes read, fewer only at the end of the file.
  public borrowing func read(at offset: Int, into buffer: inout [UInt8]) throws(FileFault) -> Int {
    let capacity = buffer.count
    let descriptor = descriptor
    var filled = 0
    var failure: Int32 = 0
    unsafe buffer.withUnsafeMutableBytes { raw in
      while filled < capacity {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: raw[filled...])
        let length = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
        if length < 0, errno == EINTR { continue }
        if length < 0 { failure = errno }
        if length <= 0 { break }
        filled += length
      }
    }
    if failure != 0 { throw FileFault(failure) }
    return filled
  }

  /// What the system says of the open file now.
  public borrowing func currentStamp() throws(FileFault) -> FileStamp {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw FileFault(errno) }
    return FileStamp(status)
  }
}
