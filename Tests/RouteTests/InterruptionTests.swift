import Catalogue
import Foundation
import Glibc
import Ladder
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("Stopped at any moment, an ingest goes on where it was", .serialized)
struct InterruptionTests {
  private static func room() throws -> MusicRoom {
    let room = try MusicRoom()
    for seed in 300..<308 as Range<UInt64> {
      try room.write(
        try Piece.bytes(seed, seconds: 5, as: seed % 2 == 0 ? .wav : .flac, title: "\(seed)"),
        as: "\(seed).x")
    }
    try room.write(try Piece.bytes(301, seconds: 5, as: .aiff), as: "again.aiff")
    return room
  }

  /// What a user would notice: the files, the analyses, the tracks.
  private func expectSame(_ library: String, as whole: String) throws {
    let (a, b) = (try MusicRoom.entries(of: library), try MusicRoom.entries(of: whole))
    #expect(a.map(\.track) == b.map(\.track))
    #expect(a.map(\.derivatives) == b.map(\.derivatives))
    #expect(a.map(\.sources) == b.map(\.sources))
    #expect(try MusicRoom.renditions(of: library) == MusicRoom.renditions(of: whole))
    #expect(MusicRoom.leftovers(in: library).isEmpty)
  }

  @Test("Ctrl-C: 130, what is finished is kept, and the next run does the rest")
  func interrupt() throws {
    let room = try Self.room()
    let whole = room.folder.path + "/whole"
    #expect(try Program.run("ingest", room.music, "--library", whole).status == 0)

    let arguments = ["ingest", room.music, "--json", "--jobs", "1", "--library"]
    let running = try Program.Running(arguments + [room.libraryFolder])
    running.wait(forLines: 2)
    running.send(SIGINT)
    let run = running.finish()
    #expect(run.status == 130)
    #expect(run.errors.contains("Interrupted"))
    let reported = try run.objects.count
    #expect(reported >= 2)
    let kept = try MusicRoom.entries(of: room.libraryFolder).count
    #expect((reported...8).contains(kept) || kept == 8)
    #expect(kept < 8, "interrupted in the middle, not at the end")

    let rest = try Program.Running(arguments + [room.libraryFolder]).finish()
    #expect(rest.status == 0)
    let summary = try #require(try rest.objects.last?["summary"] as? [String: Any])
    #expect(summary["unchanged"] as? Int == kept)
    try expectSame(room.libraryFolder, as: whole)
  }

  @Test("kill -9 at five moments, then run to the end: the library is that of an undisturbed run")
  func kill() throws {
    let room = try Self.room()
    let whole = room.folder.path + "/whole"
    let started = ContinuousClock.now
    #expect(try Program.run("ingest", room.music, "--library", whole).status == 0)
    let elapsed = ContinuousClock.now - started
    let microseconds = Double(elapsed / .microseconds(1))

    var generator = SeededGenerator(seed: 9)
    for _ in 0..<5 {
      let running = try Program.Running(["ingest", room.music, "--library", room.libraryFolder])
      usleep(UInt32(microseconds * Double.random(in: 0.05...0.6, using: &generator)))
      running.send(SIGKILL)
      let run = running.finish()
      #expect(run.status == 128 + SIGKILL || run.status == 0)
      // Before its first commit there may be no library yet.
      guard FileManager.default.fileExists(atPath: room.libraryFolder + "/catalogue.sqlite") else {
        continue
      }
      let files = try MusicRoom.renditions(of: room.libraryFolder)
      for rendition in try MusicRoom.entries(of: room.libraryFolder).flatMap(
        \.derivatives.renditions)
      {
        #expect(files[rendition.path]?.count == rendition.bytes)
      }
    }
    #expect(try Program.run("ingest", room.music, "--library", room.libraryFolder).status == 0)
    try expectSame(room.libraryFolder, as: whole)
  }
}
