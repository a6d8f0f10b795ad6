public import Sound

/// What a watcher hands on at one time; without any content it is the heartbeat.
public struct WatchBatch: Sendable, Equatable {
  /// Files that are new or changed and stand still, in the order of their paths.
  public var files: [FoundFile] = []
  /// Known files that are gone, and were still gone at a second look, in the order of their paths.
  ///
  /// Work on `files` first: a file that was moved is then known at its new place already.
  public var removed: [SourcePath] = []
  /// Folders and files that could not be looked at; each is named once.
  public var rejected: [IntakeError] = []
  public var status = WatchStatus()

  /// Whether there is nothing to do.
  public var isEmpty: Bool { files.isEmpty && removed.isEmpty && rejected.isEmpty }
}

/// How a watcher is doing.
public struct WatchStatus: Sendable, Equatable {
  /// The roots that cannot be looked at, because they are gone, unreadable or suddenly empty; nothing
  /// under them counts as removed.
  public var unavailable: [SourcePath] = []
  /// Completed looks at everything.
  public var looks = 0
  /// Files that the last complete look came upon.
  public var files = 0
  /// Folders for which the system gives notice.
  public var foldersUnderNotice = 0
  /// Whether the system gives notice for all folders; where it does not, changes are seen by looking.
  public var isNoticeComplete = false
  /// Files and removals that are waiting to stand still.
  public var pending = 0
}
