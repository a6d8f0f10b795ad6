/// How patient and how large a watcher is.
public struct WatchSettings: Sendable, Equatable {
  /// How long a file's size and time of change must stand still before it is handed on.
  ///
  /// Chosen: 10 s spans the pauses of a copy over a wireless network and of a file server that writes
  /// out its cache every 5 s.
  public var settling: Duration = .seconds(10)
  /// How long a file must be gone before it counts as removed.
  ///
  /// Chosen: 30 s, so that a file that is moved arrives at its new place first.
  public var confirmation: Duration = .seconds(30)
  /// The pause between two looks at everything; lengthened so that looking takes at most a tenth of the
  /// time.
  ///
  /// Chosen: 1 min is how long a user of a network folder waits without wondering.
  public var interval: Duration = .seconds(60)
  /// The longest time without a batch; an empty one is the heartbeat.
  public var heartbeat: Duration = .seconds(600)
  /// Whether the system's notices (inotify) are used; without them there is only looking.
  public var usesNotices = true
  /// The most files in one batch.
  public var batchLimit = 1_000
  /// The most files, and the most removals, that wait at one time; at about 250 bytes each.
  public var pendingLimit = 10_000
  /// The most folders under notice, at about 250 bytes each; the rest is only looked at.
  public var folderLimit = 100_000

  public init() {}
}
