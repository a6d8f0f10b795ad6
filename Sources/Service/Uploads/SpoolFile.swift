import Foundation
import Glibc
import Ingestion

/// A file that grows at its end.
///
/// One task at a time works with it; none but that task's own helpers see it.
final class SpoolFile: @unchecked Sendable {
  let path: String
  private let descriptor: Int32
  private(set) var size: Int

  /// A file that is there.
  ///
  /// - Throws: `gone` where it is not; `Failure` with `disk_full` or `storage_failed`.
  convenience init(path: String) throws {
    try self.init(path: path, flags: 0)
    size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0 else { throw Self.failure("read", path) }
  }

  /// A new, empty file; nothing lies there yet.
  ///
  /// - Throws: `Failure` with `disk_full` or `storage_failed`.
  convenience init(new path: String) throws {
    try self.init(path: path, flags: O_CREAT | O_EXCL)
  }

  private init(path: String, flags: Int32) throws {
    self.path = path
    descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | flags, 0o600)
    size = 0
    if descriptor >= 0 { return }
    if errno == ENOENT, flags == 0 { throw ServiceError.gone("What was sent is there no more.") }
    throw Self.failure("open", path)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func append(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe pwrite(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, size)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.failure("write", path)
      }
      done += count
      size += count
    }
  }

  /// Bytes from `offset` on, at most `count`.
  func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, offset)
    }
    guard read >= 0 else { throw Self.failure("read", path) }
    bytes.removeLast(count - read)
    return bytes
  }

  /// Takes back what was written after `size`.
  func truncate(to size: Int) throws {
    guard ftruncate(descriptor, size) == 0 else { throw Self.failure("truncate", path) }
    self.size = size
  }

  /// Returns once the bytes are where a power cut leaves them.
  func sync() throws {
    guard fsync(descriptor) == 0 else { throw Self.failure("write", path) }
  }

  /// Bytes, and when it was written last in seconds since 1970; nil where there is none.
  static func status(_ path: String) -> (size: Int, modified: Int)? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = attributes[.size] as? Int, let date = attributes[.modificationDate] as? Date
    else { return nil }
    return (size, Int(date.timeIntervalSince1970))
  }

  static func failure(_ operation: String, _ path: String) -> Failure {
    let isFull = errno == ENOSPC || errno == EDQUOT
    let words = unsafe String(cString: strerror(errno))
    return Failure(
      code: isFull ? "disk_full" : "storage_failed", description: "\(operation) \(path): \(words).",
      isTransient: isFull)
  }
}
