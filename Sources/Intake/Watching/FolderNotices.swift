internal import Glibc
internal import Sound

/// What the system says has happened in the folders under notice.
final class FolderNotices {
  enum Change: Equatable {
    /// Something was written to a file, or it appeared.
    case touched(SourcePath, isOpen: Bool)
    /// A folder appeared, with anything in it.
    case newFolder(SourcePath)
    /// A file or a folder with all that is in it went.
    case gone(SourcePath)
    /// A folder under notice is no longer where it was.
    case left(SourcePath)
    /// Changes may have been missed: only a look at everything helps.
    case lost
  }

  private var inotify: Inotify
  private var folders: [Int32: SourcePath] = [:]
  /// The watches that a look at everything has not renewed yet.
  private var stale: Set<Int32> = []
  private let limit: Int
  /// Whether every folder that was asked for is under notice.
  private(set) var isComplete = true

  var count: Int { folders.count }

  /// - Returns: nil where the system gives no notices.
  init?(limit: Int) {
    guard let inotify = Inotify() else { return nil }
    self.inotify = inotify
    self.limit = limit
  }

  func add(_ folder: SourcePath) {
    guard folders.count < limit, let watch = inotify.watch(folder) else {
      isComplete = false
      return
    }
    folders[watch] = folder
    stale.remove(watch)
  }

  /// Begins a look at everything, which adds all folders again.
  func beginRenewal() {
    isComplete = true
    stale = Set(folders.keys)
  }

  /// Ends it: folders that it did not come upon are no longer where they were.
  func endRenewal() {
    for watch in stale {
      inotify.forget(watch)
      folders[watch] = nil
    }
    stale = []
  }

  /// What has happened since; empty where nothing has.
  func changes() -> [Change] {
    var changes: [Change] = []
    for notice in inotify.notices() { change(notice).map { changes.append($0) } }
    return changes
  }

  private func change(_ notice: Inotify.Notice) -> Change? {
    if notice.says(IN_Q_OVERFLOW) { return .lost }
    if notice.says(IN_IGNORED) {
      folders[notice.watch] = nil
      return nil
    }
    guard let folder = folders[notice.watch] else { return nil }
    if notice.says(IN_UNMOUNT) { return .lost }
    if notice.name.isEmpty {
      return notice.says(IN_DELETE_SELF | IN_MOVE_SELF) ? .left(folder) : nil
    }
    if AudioNames.isLitter(notice.name) { return nil }
    let path = folder.appending(notice.name)
    if notice.says(IN_DELETE | IN_MOVED_FROM) {
      if notice.says(UInt32(IN_ISDIR)) { forget(under: path) }
      return .gone(path)
    }
    if notice.says(UInt32(IN_ISDIR)) { return .newFolder(path) }
    return .touched(path, isOpen: notice.says(IN_MODIFY))
  }

  /// A folder that was moved away would go on reporting under its old name.
  private func forget(under path: SourcePath) {
    let prefix = path.bytes + [UInt8(ascii: "/")]
    for (watch, folder) in folders
    where folder == path || folder.bytes.starts(with: prefix) {
      inotify.forget(watch)
      folders[watch] = nil
    }
  }
}
