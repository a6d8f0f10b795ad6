internal import Sound

/// Files that are waiting to stand still, as many as the limit allows.
struct PendingFiles {
  private struct Entry {
    var stamp: FileStamp
    /// When it was first seen with this stamp.
    var since: Duration
    var isOpen: Bool
    let isNamed: Bool
  }

  private var entries: [SourcePath: Entry] = [:]
  private let limit: Int
  private let settling: Duration

  /// A file that a program has open for writing, or that is empty, is most often not finished: it must
  /// stand still this many times as long.
  ///
  /// Chosen: 30, 5 minutes at the standard settling time. A program that keeps a file open for ever
  /// must not keep it from its place.
  private static let patience = 30

  init(limit: Int, settling: Duration) {
    (self.limit, self.settling) = (limit, settling)
  }

  var count: Int { entries.count }
  var isFull: Bool { entries.count >= limit }

  /// Takes in a file, or notes that it was touched again.
  ///
  /// - Parameters:
  ///   - file: as it stands now.
  ///   - isOpen: whether a program has it open for writing; nil where that is not known.
  ///   - now: the time since the start.
  /// - Returns: false where there is no room.
  mutating func add(_ file: FoundFile, isOpen: Bool?, at now: Duration) -> Bool {
    if var entry = entries[file.path] {
      if let isOpen { entry.isOpen = isOpen }
      if entry.stamp != file.stamp || isOpen != nil {
        (entry.stamp, entry.since) = (file.stamp, now)
      }
      entries[file.path] = entry
      return true
    }
    if isFull { return false }
    entries[file.path] = Entry(
      stamp: file.stamp, since: now, isOpen: isOpen ?? false, isNamed: file.isNamed)
    return true
  }

  mutating func remove(_ path: SourcePath) { entries[path] = nil }

  /// Takes out the files that have stood still for long enough, at most `limit` of them, in the order of
  /// their paths.
  mutating func settled(at now: Duration, limit: Int) -> [FoundFile] {
    var settled: [FoundFile] = []
    for (path, entry) in entries where now - entry.since >= wait(entry) {
      if settled.count >= limit { break }
      guard let stamp = FileStamp(at: path) else {
        // Gone again: if it was known, a look for what is missing finds it.
        entries[path] = nil
        continue
      }
      if stamp != entry.stamp {
        entries[path]?.stamp = stamp
        entries[path]?.since = now
      } else {
        settled.append(FoundFile(path: path, stamp: stamp, isNamed: entry.isNamed))
      }
    }
    for file in settled { entries[file.path] = nil }
    return settled.sorted { $0.path < $1.path }
  }

  private func wait(_ entry: Entry) -> Duration {
    entry.isOpen || entry.stamp.size == 0 ? settling * Self.patience : settling
  }
}

extension FileStamp {
  /// The stamp of the file at `path`; nil where there is no file.
  init?(at path: SourcePath) {
    guard let status = try? SourceWalker.status(path), EntryKind(status) == .file else {
      return nil
    }
    self.init(status)
  }
}
