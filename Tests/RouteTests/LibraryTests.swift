import Catalogue
import Foundation
import Ingestion
import Ladder
import Sound
import Synchronization
import TestLibrary
import TestSignals
import Testing

@Suite("A library belongs to one writer, and survives what stops it")
struct LibraryTests {
  private func code(_ body: () async throws -> Void) async -> String? {
    do {
      try await body()
      return nil
    } catch {
      return Failure(error).code
    }
  }

  @Test("a second writer is told who holds the library; readers are not kept out")
  func lock() async throws {
    let room = try MusicRoom()
    let writer = try Library.writing(room.libraryFolder)
    #expect {
      _ = try Library.writing(room.libraryFolder)
    } throws: { error in
      let error = error as? CatalogueError
      return error?.code == "library_locked"
        && error?.description.contains("process \(ProcessInfo.processInfo.processIdentifier)")
          == true
    }
    #expect(try Library.reading(room.libraryFolder).catalogue.trackIDs().isEmpty)
    withExtendedLifetime(writer) {}
  }

  @Test("the library is free again when its writer is done")
  func unlock() throws {
    let room = try MusicRoom()
    do { _ = try Library.writing(room.libraryFolder) }
    _ = try Library.writing(room.libraryFolder)
  }

  @Test("what is no library says so, by code")
  func noLibrary() async throws {
    let room = try MusicRoom()
    #expect(await code { _ = try Library.reading(room.libraryFolder) } == "library_not_found")
    let file = try room.folder.file("file", [1, 2, 3])
    #expect(await code { _ = try Library.writing(file) } == "library_failed")
    #expect(await code { _ = try Library.writing(file + "/below") } == "library_failed")
    try room.write(Array("garbage, no catalogue".utf8), as: "catalogue.sqlite")
    #expect(await code { _ = try Library.writing(room.music) } == "library_damaged")
  }

  @Test(
    "a folder that may not be written to is an error of the library, not a full disk",
    .enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func readOnly() async throws {
    let room = try MusicRoom()
    let folder = room.folder.path + "/closed"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o555])
    #expect(await code { _ = try Library.writing(folder) } == "library_failed")
  }

  @Test("a lock that cannot be made is an error of the library, not a full disk")
  func lockIsFolder() async throws {
    let room = try MusicRoom()
    try FileManager.default.createDirectory(
      atPath: room.libraryFolder + "/library.lock", withIntermediateDirectories: true)
    #expect(await code { _ = try Library.writing(room.libraryFolder) } == "library_failed")
  }

  @Test("a store that refuses stops the ingest with a word, and rejects no file for it")
  func refusingStore() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(70), as: "a.wav")
    _ = try Library.writing(room.libraryFolder)
    // Where the renditions should be there is a file.
    try Data([1]).write(to: URL(fileURLWithPath: room.libraryFolder + "/renditions"))
    #expect(await code { _ = try await room.ingest() } == "storage_failed")
    try FileManager.default.removeItem(atPath: room.libraryFolder + "/renditions")
    #expect(try await room.ingest().summary.counts == [.ingested: 1])
  }

  @Test("an ingest that is cancelled keeps what is finished, and the next does the rest")
  func cancellation() async throws {
    let (room, whole) = (try MusicRoom(), try MusicRoom())
    for seed in 80..<86 as Range<UInt64> {
      let bytes = try Piece.bytes(seed, seconds: 4)
      for room in [room, whole] { try room.write(bytes, as: "\(seed).wav") }
    }
    let (music, folder) = (SourcePath(room.music), room.libraryFolder)
    let finished = Mutex(0)
    let profile = try MusicRoom.profile()
    let task = Task {
      let library = try Library.writing(folder)
      _ = try await Ingest(profile: profile, jobs: 2).run([music], into: library) { _ in
        let count = finished.withLock { count in
          count += 1
          return count
        }
        if count == 2 { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    let kept = try room.entries()
    #expect((2..<6).contains(kept.count))
    for entry in kept { #expect(entry.derivatives.renditions.count == 2) }

    let rest = try await room.ingest()
    #expect(rest.summary.counts == [.unchanged: kept.count, .ingested: 6 - kept.count])
    #expect(MusicRoom.leftovers(in: room.libraryFolder).isEmpty)
    _ = try await whole.ingest()
    #expect(try room.renditions() == whole.renditions())
  }

  @Test("a profile that cannot be encoded marks no file: with a better one all are taken in")
  func badProfile() async throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(90), as: "a.wav")
    // No managed mode of libvorbis goes so low.
    let impossible = try LadderProfile(
      name: "x", version: 1, rungs: [Rung(name: "8", kilobits: 8, mode: .bounded)])
    let report = try await room.ingest(profile: impossible)
    if report["a.wav"]?.status == .rejected {
      #expect(try await room.ingest()["a.wav"]?.status == .ingested)
    }
    #expect(try room.entries().count == 1)
  }

  @Test("a path that is not there leaves no note")
  func missingPath() async throws {
    let room = try MusicRoom()
    let path = SourcePath(room.path("gone.wav"))
    #expect(try await room.ingest([path])["gone.wav"]?.code == "not_found")
    #expect(try Library.reading(room.libraryFolder).catalogue.source(at: path) == nil)
  }
}
