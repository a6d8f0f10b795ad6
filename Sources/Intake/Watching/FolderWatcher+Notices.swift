internal import Sound

extension FolderWatcher {
  /// The most reads of the system's queue in one turn, 240 notices each at least.
  private static let readsPerTurn = 100

  func takeNotices() {
    guard let notices else { return }
    for _ in 0..<Self.readsPerTurn {
      let changes = notices.changes()
      if changes.isEmpty { return }
      for change in changes { take(change) }
    }
  }

  private func take(_ change: FolderNotices.Change) {
    switch change {
    case .touched(let path, let isOpen): touch(path, isOpen: isOpen)
    case .newFolder(let path): note(path, in: \.arrivals)
    case .gone(let path):
      files.remove(path)
      note(path, in: \.departures)
    case .left(let path): if roots.contains(path) { mustLook = true }
    case .lost: mustLook = true
    }
  }

  private func touch(_ path: SourcePath, isOpen: Bool) {
    guard let status = try? SourceWalker.status(path) else { return }
    switch EntryKind(status) {
    case .file:
      let file = FoundFile(path: path, stamp: FileStamp(status), isNamed: false)
      if !files.add(file, isOpen: isOpen, at: now()) { mustLook = true }
    // A link to a folder: only a look at everything knows where that is reached already.
    case .folder: mustLook = true
    default: return
    }
  }

  private func note(
    _ path: SourcePath, in list: ReferenceWritableKeyPath<FolderWatcher, [SourcePath]>
  ) {
    if self[keyPath: list].last == path { return }
    if self[keyPath: list].count < settings.pendingLimit {
      self[keyPath: list].append(path)
    } else {
      mustLook = true
    }
  }

  /// Looks up what was known under the paths that are gone.
  func takeDepartures() throws {
    guard !departures.isEmpty else { return }
    let limit = 256
    for path in departures {
      var last: SourcePath?
      while !removals.isFull {
        let page = try known.known(under: path, after: last, limit: limit)
        for file in page { removals.add(file, at: now()) }
        last = page.last?.path
        if page.count < limit { break }
      }
      if removals.isFull { mustLook = true }
    }
    departures = []
  }
}
