import Catalogue
import Foundation
import Glibc
import Ingestion
import Ladder
import Sound
import TestLibrary
import TestSignals

/// A folder of music with a library beside it.
final class MusicRoom {
  let folder: TemporaryFolder
  var music: String { folder.path + "/music" }
  var libraryFolder: String { folder.path + "/library" }

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/music", withIntermediateDirectories: true)
  }

  deinit {
    // Foundation cannot name files whose names are not text.
    for name in oddNames { unsafe _ = unlink(name.map { CChar(bitPattern: $0) } + [0]) }
  }

  private var oddNames: [[UInt8]] = []

  // MARK: Files

  func path(_ name: String) -> String { music + "/" + name }

  func write(_ bytes: [UInt8], as name: String) throws {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Writes a file whose name is these bytes.
  func write(_ bytes: [UInt8], as name: [UInt8]) throws {
    let path = Array((music + "/").utf8) + name
    oddNames.append(path)
    let file = unsafe open(path.map { CChar(bitPattern: $0) } + [0], O_WRONLY | O_CREAT, 0o644)
    guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { close(file) }
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
    guard count == bytes.count else { throw CocoaError(.fileWriteUnknown) }
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  // MARK: Work

  /// Two rungs, so that the tests are quick; the 96 rung's line can be edited.
  static func profile(kilobits: Int = 96) throws -> LadderProfile {
    try LadderProfile(
      name: "test", version: 1,
      rungs: [
        Rung(name: "24", kilobits: 24, channels: .mono, sampleRate: 22_050),
        Rung(name: "96", kilobits: kilobits),
      ])
  }

  struct Report {
    var outcomes: [SourceOutcome] = []
    var summary = IngestSummary()

    /// By the last part of the path, for people.
    subscript(name: String) -> SourceOutcome? { outcomes.first { $0.path.name == name } }

    var statuses: [String: SourceStatus] {
      Dictionary(outcomes.map { ($0.path.name, $0.status) }) { first, _ in first }
    }
  }

  func ingest(
    _ paths: [SourcePath]? = nil, jobs: Int = 2, force: Set<Stage> = [], isDryRun: Bool = false,
    originals: OriginalsPolicy = .reference, profile: LadderProfile? = nil
  ) async throws -> Report {
    let library = try Library.writing(libraryFolder)
    var ingest = Ingest(profile: try profile ?? Self.profile(), jobs: jobs)
    ingest.force = force
    ingest.isDryRun = isDryRun
    ingest.originals = originals
    var report = Report()
    report.summary = try await ingest.run(paths ?? [SourcePath(music)], into: library) {
      report.outcomes.append($0)
    }
    return report
  }

  func regenerate(
    _ profile: LadderProfile, rungs: Set<String>? = nil, isForced: Bool = false
  ) async throws -> [LadderRegeneration.Outcome] {
    let library = try Library.writing(libraryFolder)
    var regeneration = LadderRegeneration(profile: profile, jobs: 2)
    regeneration.rungs = rungs
    regeneration.isForced = isForced
    var outcomes: [LadderRegeneration.Outcome] = []
    try await regeneration.run(library.catalogue.trackIDs(), in: library) { outcomes.append($0) }
    return outcomes
  }

  // MARK: What is there

  func entries() throws -> [CatalogueEntry] { try Self.entries(of: libraryFolder) }

  static func entries(of folder: String) throws -> [CatalogueEntry] {
    var entries: [CatalogueEntry] = []
    try Library.reading(folder).catalogue.forEachEntry { entries.append($0) }
    return entries
  }

  /// The bytes of all renditions, by their paths in the library.
  func renditions() throws -> [String: Data] { try Self.renditions(of: libraryFolder) }

  static func renditions(of folder: String) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for name in FileManager.default.subpaths(atPath: folder) ?? [] where name.hasSuffix(".ogg") {
      found[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }
    return found
  }

  /// Files that are on their way, which nobody shall find once nothing runs.
  static func leftovers(in folder: String) -> [String] {
    (FileManager.default.subpaths(atPath: folder + "/renditions/.partial") ?? []).sorted()
  }
}

/// Short pieces that differ.
enum Piece {
  static let rate = 22_050

  static func music(_ seed: UInt64, seconds: Double = 2) -> [[Float]] {
    let frames = Int(seconds * Double(rate))
    return [
      Signals.music(frames: frames, sampleRate: rate, seed: seed),
      Signals.music(frames: frames, sampleRate: rate, seed: seed + 1000),
    ]
  }

  static func bytes(
    _ seed: UInt64, seconds: Double = 2, as container: AudioFile.Container = .wav,
    title: String? = nil
  ) throws -> [UInt8] {
    try AudioFile.bytes(
      music(seed, seconds: seconds), sampleRate: rate, as: container, title: title)
  }
}
