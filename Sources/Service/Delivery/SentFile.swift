internal import CPageCache
import Glibc
import Hummingbird
import NIOCore
import NIOPosix

/// A file on its way out: opened once, then read piece by piece.
///
/// What the kernel has in memory is read where the answer is made; only what a disk must be waited for is read on
/// threads that may wait. On a busy machine a change of threads and back costs milliseconds (docs/server.md), and what
/// is played was mostly played before.
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
    guard let file = SentFile(path: path, bytes: bytes) else { return nil }
    let first = try await file.next(part.prefix(piece))
    return ResponseBody(contentLength: part.count) { writer in
      try await writer.write(first)
      var rest = part.dropFirst(piece)
      while !rest.isEmpty {
        try await writer.write(file.next(rest.prefix(piece)))
        rest = rest.dropFirst(piece)
      }
      try await writer.finish(nil)
    }
  }

  private func next(_ part: Range<Int>) async throws -> ByteBuffer {
    if let ready = ready(part) { return ready }
    return try await Self.readers.runIfActive { try self.read(part) }
  }

  /// What lies in memory; nil where a byte of it does not.
  private func ready(_ part: Range<Int>) -> ByteBuffer? {
    var buffer = ByteBufferAllocator().buffer(capacity: part.count)
    unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: part.count) { room in
      unsafe max(0, page_cache_read(descriptor, room.baseAddress, part.count, part.lowerBound))
    }
    return buffer.readableBytes == part.count ? buffer : nil
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
