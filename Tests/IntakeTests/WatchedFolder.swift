import Foundation
import Intake
import Sound
import Synchronization

/// A clock whose time passes only while somebody sleeps, and then at once; things can be planned for a
/// moment.
final class PlannedClock: Clock {
  typealias Instant = ContinuousClock.Instant

  private struct State {
    var now = ContinuousClock.now
    var plans: [(at: Instant, run: @Sendable () -> Void)] = []
  }

  private let start: Instant
  private let state: Mutex<State>

  init() {
    let begin = State()
    start = begin.now
    state = Mutex(begin)
  }

  var now: Instant { state.withLock { $0.now } }
  var elapsed: Duration { start.duration(to: now) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func plan(at moment: Duration, _ run: @escaping @Sendable () -> Void) {
    state.withLock { $0.plans.append((start + moment, run)) }
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    let due = state.withLock { state in
      state.now = max(state.now, deadline)
      let due = state.plans.filter { $0.at <= state.now }
      state.plans.removeAll { $0.at <= state.now }
      return due
    }
    for plan in due { plan.run() }
    await Task.yield()
  }
}

/// What the owner of a watcher remembers.
final class Memory: KnownFiles {
  var stamps: [SourcePath: FileStamp] = [:]

  func standing(of path: SourcePath, _ stamp: FileStamp) -> FileStanding {
    stamps[path]?.sameContent(as: stamp) == true ? .upToDate : .unknown
  }

  func known(under folder: SourcePath, after last: SourcePath?, limit: Int) -> [KnownFile] {
    let paths = stamps.keys.filter { path in
      (path == folder || path.bytes.starts(with: folder.bytes + [UInt8(ascii: "/")]))
        && (last.map { $0 < path } ?? true)
    }
    return paths.sorted().prefix(limit).compactMap { path in
      stamps[path].map { KnownFile(path: path, stamp: $0) }
    }
  }
}

/// A folder under watch, with the time and the memory of the watcher.
final class WatchedFolder {
  let tree: ScratchTree
  let clock = PlannedClock()
  let memory = Memory()
  let watcher: FolderWatcher

  /// With notices everything is looked at once an hour only: what comes sooner was noticed.
  init(
    notices: Bool, excluding: [String] = [],
    prepare: (ScratchTree) throws -> Void = { _ in },
    adjusting: ((inout WatchSettings) -> Void)? = nil
  ) throws {
    let tree = try ScratchTree()
    try prepare(tree)
    self.tree = tree
    var settings = WatchSettings()
    settings.usesNotices = notices
    settings.interval = notices ? .seconds(3600) : .seconds(20)
    adjusting?(&settings)
    watcher = FolderWatcher(
      roots: [tree.path],
      excluding: excluding.map { SourcePath(tree.url.appending(path: $0).path) },
      known: memory, settings: settings, clock: clock)
  }

  /// The next batch, and its files remembered.
  func next(remembering: Bool = true) async throws -> WatchBatch {
    let batch = try await watcher.next()
    if remembering {
      for file in batch.files { memory.stamps[file.path] = file.stamp }
      for path in batch.removed { memory.stamps[path] = nil }
    }
    return batch
  }

  /// What all batches within a time bring, as words: "+ name" and "- name".
  func news(within time: Duration) async throws -> [String] {
    let end = clock.elapsed + time
    var news: [String] = []
    while clock.elapsed < end {
      let batch = try await next()
      news += batch.files.map { "+ " + name($0.path) } + batch.removed.map { "- " + name($0) }
    }
    return news
  }

  func name(_ path: SourcePath) -> String {
    String(path.description.dropFirst(tree.path.description.count + 1))
  }

  func url(_ name: String) -> URL { tree.url.appending(path: name) }
}
