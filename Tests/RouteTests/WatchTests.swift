import Catalogue
import Foundation
import Ingestion
import Intake
import Ladder
import Sound
import Tagging
import TestLibrary
import TestSignals
import Testing

@Suite("A watched folder is followed", .serialized)
struct WatchTests {
  /// Runs a watch until `isDone` says so of the outcomes and the latest summaries.
  private func watch(
    _ room: MusicRoom, usesNotices: Bool,
    _ isDone: @escaping @Sendable (Library) throws -> Bool,
    _ act: @escaping @Sendable () throws -> Void
  ) async throws {
    let library = try Library.writing(room.libraryFolder)
    let ingest = Ingest(profile: try MusicRoom.profile(), jobs: 1)
    let music = SourcePath(room.music)
    var settings = WatchSettings()
    (settings.settling, settings.interval) = (.milliseconds(50), .milliseconds(50))
    (settings.confirmation, settings.usesNotices) = (.milliseconds(100), usesNotices)
    let fixed = settings
    let task = Task {
      try await ingest.watch(
        [music], into: library, settings: fixed, report: { _ in }, batch: { _, _ in })
    }
    defer { task.cancel() }
    try await Task.sleep(for: .milliseconds(200))
    try act()
    // A bound for a run that fails; a run that works is done long before.
    for _ in 0..<6000 where try !isDone(library) {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(try isDone(library))
  }

  private static func titles(_ library: Library) throws -> [String?] {
    var titles: [String?] = []
    try library.catalogue.forEachEntry { titles.append($0.track.tags.title) }
    return titles
  }

  @Test("new, replaced, moved and deleted files arrive in the catalogue", arguments: [true, false])
  func changes(usesNotices: Bool) async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(600, title: "Stays"), as: "stays.wav")
    try room.write(try Piece.bytes(601, title: "Before"), as: "edited.wav")
    try room.write(try Piece.bytes(602, title: "Moved"), as: "moved.wav")
    try room.write(try Piece.bytes(603, title: "Gone"), as: "gone.wav")
    _ = try await room.ingest()
    let old = SourcePath(room.path("moved.wav")).resolved
    let new = SourcePath(room.path("sub")).resolved.appending("moved.wav".utf8)
    let gone = SourcePath(room.path("gone.wav")).resolved
    let paths = (edited: room.path("edited.wav"), new: room.path("new.flac"), music: room.music)
    let edited = try Piece.bytes(601, title: "After")
    let added = try Piece.bytes(604, as: .flac, title: "New")
    try await watch(room, usesNotices: usesNotices) { library in
      let catalogue = library.catalogue
      return try catalogue.source(at: old) == nil && catalogue.source(at: new)?.track != nil
        && catalogue.source(at: gone)?.isMissing == true
        && Set(Self.titles(library)) == ["Stays", "After", "Moved", "Gone", "New"]
    } _: {
      let files = FileManager.default
      try files.createDirectory(atPath: paths.music + "/sub", withIntermediateDirectories: true)
      try files.moveItem(atPath: paths.music + "/moved.wav", toPath: paths.music + "/sub/moved.wav")
      try files.removeItem(atPath: paths.music + "/gone.wav")
      try Data(edited).write(to: URL(fileURLWithPath: paths.edited))
      try Data(added).write(to: URL(fileURLWithPath: paths.new))
    }
  }
}
