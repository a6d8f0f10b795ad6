public import Glibc

/// What stands at a path.
public enum EntryKind: Sendable, Hashable {
  case file, folder, fifo, socket, device

  /// The kind of a `stat` answer; nil for what is none of these (a symbolic link not followed).
  public init?(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFIFO: self = .fifo
    case S_IFSOCK: self = .socket
    case S_IFCHR, S_IFBLK: self = .device
    default: return nil
    }
  }

  /// The words for it in a sentence.
  public var phrase: String {
    switch self {
    case .file: "a file"
    case .folder: "a folder"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .device: "a device"
    }
  }
}

extension FileStamp {
  /// The stamp of a `stat` answer.
  public init(_ status: stat) {
    func nanoseconds(_ time: timespec) -> Int {
      // Seconds past the year 2262 do not fit; they wrap, and are still compared for equality only.
      (time.tv_sec &* 1_000_000_000) &+ time.tv_nsec
    }
    self.init(
      size: Int(status.st_size), modified: nanoseconds(status.st_mtim),
      changed: nanoseconds(status.st_ctim), inode: UInt64(status.st_ino),
      device: UInt64(status.st_dev))
  }
}

extension FileFault {
  /// The fault that an `errno` stands for.
  public init(_ number: Int32) {
    switch number {
    case ENOENT, ENOTDIR, ELOOP: self = .notFound
    case EACCES, EPERM: self = .permissionDenied
    case EISDIR: self = .notAFile(EntryKind.folder.phrase)
    // open(2): ENXIO for a socket or a device with no driver.
    case ENXIO: self = .notAFile(EntryKind.socket.phrase)
    default: self = .io(number)
    }
  }

  /// The number for an input or output error that came without one.
  public static var ioErrorNumber: Int32 { EIO }

  static var nameTooLong: Int32 { ENAMETOOLONG }

  static func message(_ number: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    guard unsafe strerror_r(number, &text, text.count) == 0 else { return "unknown error" }
    return String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
