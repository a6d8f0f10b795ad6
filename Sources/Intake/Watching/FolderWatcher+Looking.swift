internal import Sound

extension FolderWatcher {
  /// A look through folders that is put aside and taken up again.
  struct Look {
    var walker: SourceWalker
    /// Under which the known files are compared with what is there, when all has been walked.
    var toCompare: ArraySlice<SourcePath> = []
    var lastCompared: SourcePath?
    let isAtEverything: Bool
    let began: Duration
    var files = 0
  }

  /// Steps of one turn: at some 5 µs each they take a moment, so that notices and cancellation are not
  /// kept waiting.
  private static let stepsPerTurn = 1_000
  /// Chosen: looking takes at most a tenth of the time.
  private static let pausePerLook = 9

  func beginLookAtEverything() throws {
    try updateUnavailable()
    let available = roots.filter(isAvailable)
    // They are looked through with the rest.
    arrivals = []
    notices?.beginRenewal()
    mustLook = false
    look = Look(
      walker: walker(available), toCompare: available[...], isAtEverything: true, began: now())
  }

  func beginNextArrival() {
    guard !arrivals.isEmpty else { return }
    look = Look(
      walker: walker([arrivals.removeFirst()]), isAtEverything: false, began: now())
  }

  /// Goes on with the look until it ends, enough is waiting, or the turn is over.
  func continueLook() throws {
    var steps = 0
    while look != nil, steps < Self.stepsPerTurn, !files.isFull {
      steps += 1
      switch look?.walker.next() {
      case .file(let file):
        look?.files += 1
        try consider(file)
      case .rejected(let error):
        if error.code != FileFault.notFound.code, remembered.insert(error) {
          rejected.append(error)
        }
      case nil:
        if try !compareNext() { endLook() }
      }
    }
  }

  /// Compares one page of known files with what is there.
  ///
  /// - Returns: false where there is nothing left to compare, or no room for what is gone.
  private func compareNext() throws -> Bool {
    guard let root = look?.toCompare.first else { return false }
    if removals.isFull { return false }
    // Not so many that a page could not be looked up between two notices.
    let limit = 256
    let page = try known.known(under: root, after: look?.lastCompared, limit: limit)
    if isAvailable(root), try canLook(at: root) {
      for file in page where !removals.isFull { removals.add(file, at: now()) }
    }
    look?.lastCompared = page.last?.path
    if page.count < limit {
      look?.toCompare.removeFirst()
      look?.lastCompared = nil
    }
    return true
  }

  private func endLook() {
    guard let look else { return }
    self.look = nil
    guard look.isAtEverything else { return }
    remembered.endRound()
    notices?.endRenewal()
    status.looks += 1
    status.files = look.files
    let took = now() - look.began
    nextLook = now() + max(settings.interval, took * Self.pausePerLook)
  }

  /// Takes in a file that was come upon, if anything is to be done about it.
  private func consider(_ file: FoundFile) throws {
    switch try known.standing(of: file.path, file.stamp) {
    case .upToDate: return
    case .unknown where remembered.recall(file): return
    case .due, .unknown: _ = files.add(file, isOpen: nil, at: now())
    }
  }

  /// Whether what is under a root says anything.
  ///
  /// A root that is gone, or is suddenly empty, is a disk or a file server that is away rather than the
  /// removal of all its files.
  private func canLook(at root: SourcePath) throws -> Bool {
    guard let status = try? SourceWalker.status(root) else { return false }
    guard EntryKind(status) == .folder else { return true }
    guard var listing = try? FolderListing(root) else { return false }
    if listing.next() != nil { return true }
    // What the system said is gone, or was gone when there was more, may leave an empty folder.
    return try known.known(under: root, after: nil, limit: 1).allSatisfy { removals.holds($0.path) }
  }

  func updateUnavailable() throws {
    status.unavailable = try roots.filter { try !canLook(at: $0) }
  }

  func isAvailable(_ path: SourcePath) -> Bool {
    !status.unavailable.contains { path.isAtOrUnder($0) }
  }

  private func walker(_ paths: [SourcePath]) -> SourceWalker {
    var walker = SourceWalker(paths, excluding: excluded)
    if let notices { walker.willEnter = { notices.add($0) } }
    return walker
  }
}
