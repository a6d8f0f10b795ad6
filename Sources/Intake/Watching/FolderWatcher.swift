public import Sound

/// Tells of new, changed and removed files under some folders, for as long as it is asked.
///
/// It looks at everything again and again, which works on every file system, and where the system gives
/// notice of changes it acts on those at once. A file is handed on when it has stood still; a known
/// file counts as removed when it is still gone at a second look while its root can be looked at and
/// its disk is there. What it knows of files it asks of their owner: its own memory is bounded by the
/// settings, whatever the size of the folders.
public final class FolderWatcher {
  public internal(set) var status = WatchStatus()

  let roots: [SourcePath]
  let excluded: [SourcePath]
  let known: any KnownFiles
  let settings: WatchSettings
  /// The time since the start, and waiting, by the clock that was given.
  let now: () -> Duration
  private let sleep: (Duration) async throws -> Void

  var notices: FolderNotices?
  var files: PendingFiles
  var removals: PendingRemovals
  var remembered = RememberedFiles()
  var rejected: [IntakeError] = []

  /// Folders that appeared and have to be looked through, and paths under which files may be gone.
  var arrivals: [SourcePath] = []
  var departures: [SourcePath] = []
  /// The look that is going on, at everything or at one arrival.
  var look: Look?
  /// When everything is looked at next.
  var nextLook = Duration.zero
  /// Whether changes were missed, so that everything is looked at as soon as that can be.
  var mustLook = false
  private var lastBatch = Duration.zero

  /// How long it sleeps between two turns.
  ///
  /// Chosen: half a second is soon enough for people, and 2 wake-ups a second cost nothing measurable.
  private static let tick = Duration.milliseconds(500)

  /// - Parameters:
  ///   - roots: absolute paths of folders, or of files; they need not exist yet.
  ///   - excluding: folders not to be entered, such as the library itself.
  ///   - known: what is remembered of files.
  ///   - settings: how patient it is, and how large it may grow.
  ///   - clock: by which to wait.
  public init(
    roots: [SourcePath], excluding: [SourcePath] = [], known: any KnownFiles,
    settings: WatchSettings = WatchSettings(), clock: some Clock<Duration> = ContinuousClock()
  ) {
    self.roots = roots
    self.known = known
    self.settings = settings
    excluded = excluding
    let start = clock.now
    now = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(for: $0) }
    notices = settings.usesNotices ? FolderNotices(limit: settings.folderLimit) : nil
    files = PendingFiles(limit: settings.pendingLimit, settling: settings.settling)
    removals = PendingRemovals(limit: settings.pendingLimit, confirmation: settings.confirmation)
  }

  /// Waits for something to do, at most the heartbeat's time.
  ///
  /// Call it again when the batch has been worked on. A file system that hangs, as that of a file server
  /// that is away may, holds it up.
  ///
  /// - Throws: `CancellationError`, within a second of the cancellation; what `known` throws.
  public func next() async throws -> WatchBatch {
    while true {
      try Task.checkCancellation()
      let unavailable = status.unavailable
      try turn()
      var batch = WatchBatch()
      batch.files = try settledFiles()
      batch.removed = try confirmedRemovals()
      (batch.rejected, rejected) = (rejected, [])
      updateStatus()
      batch.status = status
      if !batch.isEmpty || unavailable != status.unavailable
        || now() - lastBatch >= settings.heartbeat
      {
        lastBatch = now()
        return batch
      }
      if look == nil || files.isFull { try await sleep(Self.tick) } else { await Task.yield() }
    }
  }

  /// Takes in the system's notices and goes on with the look.
  private func turn() throws {
    takeNotices()
    if look == nil {
      if mustLook || now() >= nextLook {
        try beginLookAtEverything()
      } else {
        beginNextArrival()
      }
    }
    try takeDepartures()
    try continueLook()
  }

  private func settledFiles() throws -> [FoundFile] {
    try files.settled(at: now(), limit: settings.batchLimit).filter { file in
      switch try known.standing(of: file.path, file.stamp) {
      case .upToDate: return false
      case .due: return true
      case .unknown: return remembered.insert(file)
      }
    }
  }

  private func confirmedRemovals() throws -> [SourcePath] {
    guard removals.isAnyDue(at: now()) else { return [] }
    // A root may have gone away since the last look.
    try updateUnavailable()
    return removals.confirmed(
      at: now(), limit: settings.batchLimit, isAvailable: isAvailable)
  }

  private func updateStatus() {
    status.pending = files.count + removals.count
    status.foldersUnderNotice = notices?.count ?? 0
    status.isNoticeComplete = notices?.isComplete ?? false
  }
}
