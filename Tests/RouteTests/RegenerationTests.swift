import Catalogue
import Foundation
import Ingestion
import Ladder
import Sound
import TestLibrary
import Testing

@Suite("Rungs are made anew from the originals")
struct RegenerationTests {
  /// Two tracks, ingested.
  private func room() async throws -> MusicRoom {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(100, title: "Hundred"), as: "a.wav")
    try room.write(try Piece.bytes(101, as: .flac), as: "b.flac")
    _ = try await room.ingest()
    return room
  }

  @Test("what is up to date is left alone")
  func upToDate() async throws {
    let room = try await room()
    let before = try room.renditions()
    let outcomes = try await room.regenerate(try MusicRoom.profile())
    #expect(outcomes.count == 2)
    #expect(outcomes.allSatisfy { $0.rungs.isEmpty && $0.failure == nil })
    #expect(try room.renditions() == before)
  }

  @Test("only the rung whose line was edited is written; then it is up to date")
  func edited() async throws {
    let room = try await room()
    let before = try room.renditions()
    let edited = try MusicRoom.profile(kilobits: 112)
    let outcomes = try await room.regenerate(edited)
    #expect(outcomes.allSatisfy { $0.rungs == ["96"] && $0.failure == nil })
    for (path, bytes) in try room.renditions() {
      #expect((before[path] == bytes) == path.hasSuffix("/24.ogg"), "\(path)")
    }
    #expect(try await room.regenerate(edited).allSatisfy { $0.rungs.isEmpty })
    #expect(try await room.ingest(profile: edited).summary.counts == [.unchanged: 2])
  }

  @Test("it makes what an ingest under the same profile would have made")
  func sameAsIngest() async throws {
    let (room, other) = (try await room(), try MusicRoom())
    for name in ["a.wav", "b.flac"] {
      try FileManager.default.copyItem(atPath: room.path(name), toPath: other.path(name))
    }
    let edited = try MusicRoom.profile(kilobits: 112)
    _ = try await room.regenerate(edited)
    _ = try await other.ingest(profile: edited)
    #expect(try room.renditions() == other.renditions())
  }

  @Test("only the rungs that are named, and by force also what is up to date")
  func named() async throws {
    let room = try await room()
    let before = try room.renditions()
    let edited = try MusicRoom.profile(kilobits: 112)
    #expect(
      try await room.regenerate(edited, rungs: ["24"]).allSatisfy { $0.rungs.isEmpty })
    let forced = try await room.regenerate(
      try MusicRoom.profile(), rungs: ["24"], isForced: true)
    #expect(forced.allSatisfy { $0.rungs == ["24"] })
    #expect(try room.renditions() == before)
  }

  @Test("a rendition that was deleted comes back")
  func deleted() async throws {
    let room = try await room()
    let before = try room.renditions()
    let lost = try #require(before.keys.sorted().first)
    try FileManager.default.removeItem(atPath: room.libraryFolder + "/" + lost)
    let outcomes = try await room.regenerate(try MusicRoom.profile())
    #expect(outcomes.map(\.rungs.count).sorted() == [0, 1])
    #expect(try room.renditions() == before)
  }

  @Test("a missing original is original_missing, and the other tracks are done")
  func missing() async throws {
    let room = try await room()
    let before = try room.renditions()
    try room.remove("a.wav")
    let outcomes = try await room.regenerate(try MusicRoom.profile(kilobits: 112))
    #expect(outcomes.compactMap(\.failure?.code) == ["original_missing"])
    #expect(outcomes.filter { $0.rungs == ["96"] }.count == 1)
    // What was there is still there.
    #expect(try room.renditions().keys.sorted() == before.keys.sorted())
  }

  @Test("a copy that the library keeps serves where the original is gone")
  func keptCopy() async throws {
    let room = try MusicRoom()
    let bytes = try Piece.bytes(7)
    try room.write(bytes, as: "a.wav")
    _ = try await room.ingest(originals: .copy)
    let id = try #require(try room.entries().first).track.id.description
    let copy = "\(room.libraryFolder)/originals/\(id.prefix(2))/\(id)"
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == Data(bytes))
    try room.remove("a.wav")
    let outcomes = try await room.regenerate(try MusicRoom.profile(kilobits: 112))
    #expect(outcomes.map(\.rungs) == [["96"]])
  }

  @Test("another recording under the old name is original_changed, and nothing is written")
  func changed() async throws {
    let room = try await room()
    let before = try room.renditions()
    try room.write(try Piece.bytes(102), as: "a.wav")
    let outcomes = try await room.regenerate(try MusicRoom.profile(kilobits: 112))
    #expect(outcomes.compactMap(\.failure?.code) == ["original_changed"])
    let failed = try #require(outcomes.first { $0.failure != nil }).track.description
    for (path, bytes) in try room.renditions() where path.contains(failed) {
      #expect(before[path] == bytes)
    }
    #expect(MusicRoom.leftovers(in: room.libraryFolder).isEmpty)
  }

  @Test("an original that is no audio any more says what it is")
  func garbage() async throws {
    let room = try await room()
    try room.write(Array("words".utf8), as: "a.wav")
    let outcomes = try await room.regenerate(try MusicRoom.profile(kilobits: 112))
    #expect(outcomes.compactMap(\.failure?.code) == ["not_audio"])
  }

  @Test("where the first original is gone, a copy serves")
  func copy() async throws {
    let room = try await room()
    try FileManager.default.copyItem(atPath: room.path("a.wav"), toPath: room.path("z.wav"))
    _ = try await room.ingest()
    try room.remove("a.wav")
    let outcomes = try await room.regenerate(try MusicRoom.profile(kilobits: 112))
    #expect(outcomes.allSatisfy { $0.failure == nil && $0.rungs == ["96"] })
  }
}
