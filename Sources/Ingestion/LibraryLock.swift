import Catalogue
import Glibc

/// The right to write to a library: held by one process at a time, given back when the process ends, however
/// it ends.
final class LibraryLock: Sendable {
  private let descriptor: Int32

  /// How often a lock is asked for again, and the microseconds between.
  ///
  /// chosen: a second, in which whoever has just finished, or is between starting a helper and its first
  /// instruction, lets go.
  private static let patience = 20
  private static let pause: UInt32 = 50_000

  /// - Throws: `CatalogueError.locked` with the holder's process number.
  init(folder: String) throws(CatalogueError) {
    let path = folder + "/library.lock"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      // In SQLite's numbers, as all of this error's are: SQLITE_FULL, SQLITE_CANTOPEN.
      let (code, words) = (errno == ENOSPC ? 13 : 14, unsafe String(cString: strerror(errno)))
      throw .database(code: Int32(code), reason: "\(path): \(words)")
    }
    var patience = Self.patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard patience > 0 else {
        let holder = Self.text(descriptor)
        close(descriptor)
        throw .locked(
          path: folder, holder: holder.isEmpty ? "another process" : "process \(holder)")
      }
      usleep(Self.pause)
      patience -= 1
    }
    self.descriptor = descriptor
    let number = Array(String(getpid()).utf8)
    ftruncate(descriptor, 0)
    _ = unsafe number.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit { close(descriptor) }

  private static func text(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
