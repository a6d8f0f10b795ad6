import Catalogue
import Foundation
public import Intake
public import Ladder
public import Sound

/// An ingest of files and folders into a library.
///
/// Sources are worked on side by side, as many as there are jobs; each is committed by itself, so an ingest
/// that is interrupted keeps what is finished and the next does the rest.
public struct Ingest: Sendable {
  public var profile: LadderProfile
  /// Sources at a time.
  public var jobs: Int
  /// Stages to redo although they are there.
  public var force: Set<Stage> = []
  /// What becomes of the files.
  public var originals = OriginalsPolicy.reference
  /// Whether files that were given up after several attempts are tried again.
  public var retriesQuarantined = false
  /// Only says what would be worked on.
  public var isDryRun = false
  private let progress: WorkProgress.Listener?

  /// - Parameters:
  ///   - profile: what renditions are made by.
  ///   - jobs: sources at a time.
  ///   - progress: is told how far the work on each source has come.
  public init(profile: LadderProfile, jobs: Int, progress: WorkProgress.Listener? = nil) {
    self.profile = profile
    self.jobs = jobs
    self.progress = progress
  }

  /// Ingests everything under `paths` and calls `report` with each outcome, in the order in which they are
  /// reached.
  ///
  /// - Throws: what stops the whole: `CatalogueError`, `Failure` with `disk_full` or `storage_failed`, `CancellationError`.
  public func run(
    _ paths: [SourcePath], into library: Library,
    report: @escaping (SourceOutcome) -> Void
  ) async throws -> IngestSummary {
    let started = ContinuousClock.now
    let roots = Roots(paths)
    var walker = SourceWalker(
      roots.absolute, excluding: [SourcePath(library.folder)])
    var summary = IngestSummary()
    try await work(
      through: { walker.next() }, roots, into: library, &summary, report: report)
    if !isDryRun { summary.missing = try MissingFiles.note(under: roots.absolute, in: library) }
    summary.seconds = (ContinuousClock.now - started).seconds
    return summary
  }

  /// Ingests everything under `paths` and then whatever comes, changes or goes, until the task is cancelled.
  ///
  /// `batch` is called with the sum of each batch, and with an empty one as a sign of life.
  ///
  /// - Throws: as `run`; in the end always `CancellationError` at the latest.
  public func watch(
    _ paths: [SourcePath], into library: Library, settings: WatchSettings = WatchSettings(),
    report: @escaping (SourceOutcome) -> Void,
    batch: (IngestSummary, WatchStatus?) -> Void
  ) async throws {
    batch(try await run(paths, into: library, report: report), nil)
    let roots = Roots(paths)
    let watcher = FolderWatcher(
      roots: roots.absolute, excluding: [SourcePath(library.folder)],
      known: CatalogueFiles(catalogue: library.catalogue), settings: settings)
    while true {
      let found = try await watcher.next()
      let started = ContinuousClock.now
      var steps =
        found.rejected.map { SourceWalker.Step.rejected($0) }
        + found.files.map { SourceWalker.Step.file($0) }
      steps.reverse()
      var summary = IngestSummary()
      try await work(
        through: { steps.popLast() }, roots, into: library, &summary, report: report)
      summary.missing = try MissingFiles.note(found.removed, in: library)
      summary.seconds = (ContinuousClock.now - started).seconds
      batch(summary, found.status)
    }
  }

  /// Works on what `next` hands out, as many at a time as there are jobs.
  private func work(
    through next: () -> SourceWalker.Step?, _ roots: Roots, into library: Library,
    _ summary: inout IngestSummary, report: (SourceOutcome) -> Void
  ) async throws {
    let route = SourceIngest(
      library: library, profile: profile, force: force, isDryRun: isDryRun,
      originals: originals, retriesQuarantined: retriesQuarantined, progress: progress)
    func take(_ outcome: SourceOutcome?) {
      guard let outcome else {
        summary.ignored += 1
        return
      }
      summary.add(outcome)
      report(outcome)
    }
    try await withThrowingTaskGroup(of: SourceOutcome?.self) { group in
      var running = 0
      while let step = next() {
        try Task.checkCancellation()
        switch step {
        case .rejected(let error):
          var outcome = SourceOutcome(path: roots.shown(error.path), status: .rejected)
          let failure = Failure(error)
          (outcome.code, outcome.message) = (failure.code, failure.description)
          take(outcome)
        case .file(let found):
          if running >= max(1, jobs), let done = try await group.next() {
            running -= 1
            take(done)
          }
          let shown = roots.shown(found.path)
          group.addTask { try await route.ingest(found, shownAs: shown) }
          running += 1
        }
      }
      while let done = try await group.next() { take(done) }
    }
    if isDryRun { return }
    // Other ingests of the library may run beside this one, and each looks at all tracks and writes the index.
    let failures = try await library.gate.holding(Gate.wholeLibrary) {
      let failures = try await finishHeaders(in: library)
      try RecordingWork(library: library).run()
      return failures
    }
    summary.failures += failures
  }

  /// Brings all headers that are due up to date.
  ///
  /// Only once the files are done: a track's tags may come from a file that was reached later, its album's
  /// loudness from all.
  ///
  /// - Returns: what is wrong with single tracks, which keeps no other from being done.
  private func finishHeaders(in library: Library) async throws -> [Failure] {
    let retagging = Retagging(library: library, profile: profile)
    var failures: [Failure] = []
    for track in try library.catalogue.tracksWithHeadersDue() {
      try Task.checkCancellation()
      failures += try await library.gate.holding(track.description) {
        do {
          return try retagging.run(track).damaged.map(\.failure)
        } catch let error as CatalogueError {
          // A note that cannot be read is that track's alone; a damaged file stops the next statement as well.
          guard case .damaged = error else { throw error }
          return [Failure(error)]
        } catch {
          return [try Failure.ofFile(error)]
        }
      }
    }
    return failures
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// The paths as the user gave them, and where they really are.
private struct Roots {
  let absolute: [SourcePath]
  private var given: [SourcePath: SourcePath] = [:]

  private static let slash = UInt8(ascii: "/")

  init(_ paths: [SourcePath]) {
    absolute = paths.map(\.resolved)
    for (given, absolute) in zip(paths, absolute) where self.given[absolute] == nil {
      self.given[absolute] = given
    }
  }

  /// An absolute path in the user's own words.
  ///
  /// The nearest folder above it that was named is written as it was named. O(depth), however many paths
  /// were given.
  func shown(_ path: SourcePath) -> SourcePath {
    var end = path.bytes.count
    while end > 0 {
      if let root = given[SourcePath(bytes: path.bytes[..<end])] {
        let rest = path.bytes[end...].drop { $0 == Self.slash }
        return rest.isEmpty ? root : root.appending(rest)
      }
      end = path.bytes[..<end].lastIndex(of: Self.slash).map { $0 == 0 && end > 1 ? 1 : $0 } ?? 0
    }
    return path
  }
}
