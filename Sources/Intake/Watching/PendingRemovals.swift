internal import Glibc
internal import Sound

/// Known files that were not there at a first look, waiting for the second.
struct PendingRemovals {
  private struct Entry {
    let device: UInt64
    let since: Duration
  }

  private var entries: [SourcePath: Entry] = [:]
  private let limit: Int
  private let confirmation: Duration

  init(limit: Int, confirmation: Duration) {
    (self.limit, self.confirmation) = (limit, confirmation)
  }

  var count: Int { entries.count }
  var isFull: Bool { entries.count >= limit }

  func holds(_ path: SourcePath) -> Bool { entries[path] != nil }

  func isAnyDue(at now: Duration) -> Bool {
    entries.values.contains { now - $0.since >= confirmation }
  }

  /// Notes a known file if it is gone.
  mutating func add(_ file: KnownFile, at now: Duration) {
    if entries[file.path] == nil, Self.isGone(file.path, from: file.stamp.device) {
      entries[file.path] = Entry(device: file.stamp.device, since: now)
    }
  }

  /// Takes out what is still gone after the confirmation time, at most `limit` of it, in the order of
  /// the paths.
  ///
  /// - Parameters:
  ///   - now: the time since the start.
  ///   - limit: the most paths.
  ///   - isAvailable: whether the root of a path can be looked at.
  /// - Returns: the paths.
  mutating func confirmed(
    at now: Duration, limit: Int, isAvailable: (SourcePath) -> Bool
  ) -> [SourcePath] {
    var confirmed: [SourcePath] = []
    for (path, entry) in entries where now - entry.since >= confirmation {
      if confirmed.count >= limit { break }
      entries[path] = nil
      if isAvailable(path), Self.isGone(path, from: entry.device) { confirmed.append(path) }
    }
    return confirmed.sorted()
  }

  /// Whether the file is no more, rather than out of reach.
  ///
  /// Where a disk was taken away, the nearest folder that is left lies on another device than the file
  /// did: what is there says nothing about the file.
  private static func isGone(_ path: SourcePath, from device: UInt64) -> Bool {
    do throws(FileFault) {
      let status = try SourceWalker.status(path, followingLinks: false)
      // A folder or FIFO of that name has taken the file's place.
      return EntryKind(status) != .file && EntryKind(status) != nil
    } catch .notFound {
      var folder = path.parent
      while let above = folder {
        if let status = try? SourceWalker.status(above) { return UInt64(status.st_dev) == device }
        folder = above.parent
      }
      return false
    } catch {
      return false
    }
  }
}

extension SourcePath {
  /// The folder that holds this entry; nil for the root of the file system and for a lone name.
  var parent: SourcePath? {
    guard bytes.count > 1, let slash = bytes.dropLast().lastIndex(of: UInt8(ascii: "/")) else {
      return nil
    }
    return SourcePath(bytes: bytes[..<max(slash, 1)])
  }

  /// Whether this is `folder` or lies under it.
  func isAtOrUnder(_ folder: SourcePath) -> Bool {
    bytes.starts(with: folder.bytes)
      && (bytes.count == folder.bytes.count || folder.bytes.last == UInt8(ascii: "/")
        || bytes[folder.bytes.count] == UInt8(ascii: "/"))
  }
}
