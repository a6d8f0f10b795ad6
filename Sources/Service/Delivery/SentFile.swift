import Glibc
import Hummingbird
import NIOCore
import NIOPosix
import Sound

/// A file on its way out: opened once, then read piece by piece on threads that may wait for a disk.
///
/// Opening it, looking at its size and reading the first piece is one visit to those threads, so that the first byte
/// waits for one change of threads and not for several.
final class SentFile: Sendable {
  /// Bytes read at a time; chosen: what the kernel holds unsent of a connection (`Farewell`).
  private static let piece = 64 << 10

  /// Chosen: as many disks may sleep at a time; covers are made smaller elsewhere, and keep no music waiting.
  private static let readers: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 8)
    pool.start()
    return pool
  }()

  private let path: String
  private let descriptor: CInt

  /// Nil where there is no file of that size.
  private init?(path: String, bytes: Int) {
    self.path = path
    // Not to wait for a pipe that somebody put in its place.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    // A pipe has no end to go to.
    guard descriptor >= 0, lseek(descriptor, 0, SEEK_END) == bytes else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// A part of a file as an answer's body, its first piece already read.
  ///
  /// - Parameters:
  ///   - part: which bytes; within the file.
  ///   - path: where it lies.
  ///   - bytes: how many it must have.
  /// - Returns: nil where there is no file of that size.
  /// - Throws: `storage_failed`.
  static func body(_ part: Range<Int>, ofFileAt path: String, bytes: Int) async throws
    -> ResponseBody?
  {
    let opened = try await readers.runIfActive { () -> (file: SentFile, first: ByteBuffer)? in
      guard let file = SentFile(path: path, bytes: bytes) else { return nil }
      return (file, try file.read(part.prefix(piece)))
    }
    guard let (file, first) = opened else { return nil }
    return ResponseBody(contentLength: part.count) { writer in
      try await writer.write(first)
      var rest = part.dropFirst(piece)
      while !rest.isEmpty {
        let next = rest.prefix(piece)
        try await writer.write(readers.runIfActive { try file.read(next) })
        rest = rest.dropFirst(piece)
      }
      try await writer.finish(nil)
    }
  }

  /// - Throws: `storage_failed`; `rendition_missing` where the file has become shorter.
  private func read(_ part: Range<Int>) throws -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: part.count)
    while buffer.readableBytes < part.count {
      let missing = part.count - buffer.readableBytes
      let offset = part.lowerBound + buffer.readableBytes
      var count = 0
      unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { room in
        count = unsafe pread(descriptor, room.baseAddress, missing, offset)
        return max(0, count)
      }
      if count == 0 { throw OggPackets.damaged }
      guard count > 0 || errno == EINTR else { throw SpoolFile.failure("read", path) }
    }
    return buffer
  }
}
