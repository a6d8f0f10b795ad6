internal import Glibc
internal import Sound

/// The system's notices of changes in folders (inotify(7)).
struct Inotify: ~Copyable {
  /// One notice.
  struct Notice: Equatable {
    /// The watch that it belongs to; -1 for the queue itself.
    let watch: Int32
    let mask: UInt32
    /// The entry of the folder; empty where the notice is about the folder itself.
    let name: [UInt8]

    func says(_ bits: Int32) -> Bool { mask & UInt32(bitPattern: bits) != 0 }
    func says(_ bits: UInt32) -> Bool { mask & bits != 0 }
  }

  private let descriptor: Int32
  /// inotify(7): an event with a name takes at most 16 + 255 + 1 bytes; 64 KiB hold 240 of those.
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// - Returns: nil where the system gives no notices, or not to so many programs.
  init?() {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Asks for notices about a folder's entries.
  ///
  /// - Returns: the watch, the same one for the same folder under another name; or nil where there
  ///   cannot be one (limit of watches, unreadable).
  func watch(_ path: SourcePath) -> Int32? {
    let mask =
      UInt32(IN_CREATE) | UInt32(IN_MODIFY) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_DELETE)
      | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO) | UInt32(IN_DELETE_SELF)
      | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
    var name = path.bytes.map { CChar(bitPattern: $0) }
    name.append(0)
    let watch = unsafe inotify_add_watch(descriptor, name, mask)
    return watch >= 0 ? watch : nil
  }

  func forget(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

  /// The notices that are waiting, as many as one read gives; empty where there are none.
  mutating func notices() -> [Notice] {
    let fd = descriptor
    let length = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe read(fd, bytes.baseAddress, bytes.count)
    }
    return length > 0 ? Self.parse(buffer[..<length]) : []
  }

  /// inotify(7), "Reading events": watch, mask, cookie and length of the name, 32 bits each, and the
  /// name, padded with NULs.
  private static func parse(_ bytes: ArraySlice<UInt8>) -> [Notice] {
    func word(_ at: Int) -> UInt32 {
      // The kernel writes in the machine's order, which is little-endian wherever this builds.
      (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }
    var notices: [Notice] = []
    var at = bytes.startIndex
    while at + 16 <= bytes.endIndex {
      let end = min(bytes.endIndex, at + 16 + Int(word(at + 12)))
      notices.append(
        Notice(
          watch: Int32(bitPattern: word(at)), mask: word(at + 4),
          name: Array(bytes[(at + 16)..<end].prefix { $0 != 0 })))
      at = end
    }
    return notices
  }
}
