import Catalogue
import Foundation
import Ingestion
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("The doctor finds what does not fit, and mends it")
struct DoctorTests {
  private func room() async throws -> MusicRoom {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(400, title: "One"), as: "one.wav")
    try room.write(try Piece.bytes(401, as: .flac, title: "Two"), as: "two.flac")
    _ = try await room.ingest()
    return room
  }

  private func findings(
    _ room: MusicRoom, _ change: (inout LibraryCheckup) -> Void = { _ in }
  ) throws -> [Finding] {
    let library = try Library.writing(room.libraryFolder)
    var checkup = LibraryCheckup(profile: try MusicRoom.profile())
    change(&checkup)
    var findings: [Finding] = []
    try checkup.run(in: library) { findings.append($0) }
    return findings
  }

  private func path(_ room: MusicRoom, _ suffix: String) throws -> String {
    let name = try #require(try room.renditions().keys.sorted().first { $0.hasSuffix(suffix) })
    return room.libraryFolder + "/" + name
  }

  @Test("a library that is whole has no findings")
  func sound() async throws {
    #expect(try findings(try await room()) { $0.isDeep = true }.isEmpty)
  }

  @Test("a rendition that is gone, cut, or altered in place: found, mended to the same bytes")
  func renditions() async throws {
    let room = try await room()
    let before = try room.renditions()
    try FileManager.default.removeItem(atPath: try path(room, "/24.ogg"))
    let other = try path(room, "/96.ogg")
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: other)))
    bytes[bytes.count / 2] ^= 0xFF
    try Data(bytes).write(to: URL(fileURLWithPath: other))
    #expect(try findings(room).map(\.code) == [.renditionMissing])
    #expect(
      Set(try findings(room) { $0.isDeep = true }.map(\.code))
        == [.renditionMissing, .renditionAltered])
    let mended = try findings(room) { ($0.isDeep, $0.repairs) = (true, true) }
    #expect(mended.count == 2)
    #expect(mended.allSatisfy { $0.isMended })
    #expect(try room.renditions() == before)
    #expect(try findings(room) { $0.isDeep = true }.isEmpty)
  }

  /// Runs the doctor so often that what is no track's any more would be swept away.
  private func expectNothingLost(_ room: MusicRoom, _ before: [String: Data]) throws {
    for _ in 0..<2 {
      let found = try findings(room) { ($0.isDeep, $0.repairs) = (true, true) }
      #expect(!found.isEmpty && found.allSatisfy { !$0.isMended }, "\(found)")
    }
    #expect(try room.renditions() == before)
  }

  @Test("an altered rendition whose original is another by now is kept: there is no better one")
  func alteredWithoutOriginal() async throws {
    let room = try await room()
    let track = try await room.ingest()["one.wav"]?.track?.description ?? ""
    let other = try path(room, "\(track)/96.ogg")
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: other)))
    bytes[bytes.count / 2] ^= 0xFF
    try Data(bytes).write(to: URL(fileURLWithPath: other))
    try room.write(try Piece.bytes(403), as: "one.wav")
    try expectNothingLost(room, try room.renditions())
  }

  @Test(
    "a note that cannot be read: all is made again where there is an original, nothing is lost where there is none",
    .enabled(if: Program.isInstalled("sqlite3")), arguments: [true, false])
  func damagedNote(hasOriginal: Bool) async throws {
    let room = try MusicRoom()
    // An album's tracks look at each other's notes.
    for seed in [405, 406] as [UInt64] {
      let music = Piece.music(seed)
      try room.write(
        try AudioFile.bytes(
          music, sampleRate: Piece.rate, as: .flac, title: "\(seed)", album: "Album"),
        as: seed == 405 ? "one.wav" : "two.flac")
    }
    let track = try #require(try await room.ingest()["one.wav"]?.track)
    let before = try room.renditions()
    let entries = try room.entries()
    let damage = "UPDATE analysis SET record = '{' WHERE track = '\(track)'"
    let run = try Program.shell(
      "sqlite3 \(room.libraryFolder)/catalogue.sqlite \"\(damage)\"", in: room.folder.path)
    #expect(run.status == 0, "\(run.errors)")
    if hasOriginal {
      let mended = try findings(room) { $0.repairs = true }
      #expect(mended.first?.code == .recordDamaged)
      #expect(mended.allSatisfy { $0.isMended })
      #expect(try room.entries() == entries)
      // The album's other track looks at what was measured of this one.
      _ = try await room.ingest()
      #expect(try findings(room) { $0.isDeep = true }.isEmpty)
      #expect(try room.renditions() == before)
    } else {
      try room.write(try Piece.bytes(404), as: "one.wav")
      try expectNothingLost(room, before)
    }
  }

  @Test("an index of similar tracks that cannot be used is found, and taken away by a repair")
  func neighbourIndex() async throws {
    let room = try await room()
    let path = try Library.reading(room.libraryFolder).neighbourIndex
    try Data("no index at all".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try findings(room).map(\.code) == [.indexDamaged])
    #expect(try findings(room) { $0.repairs = true }.map(\.isMended) == [true])
    #expect(try findings(room).isEmpty)
  }

  @Test("a file that belongs to no track is found, and removed by a repair alone")
  func unknown() async throws {
    let room = try await room()
    let stray = room.libraryFolder + "/renditions/zz/stray/24.ogg"
    try FileManager.default.createDirectory(
      atPath: room.libraryFolder + "/renditions/zz/stray", withIntermediateDirectories: true)
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: stray))
    let found = try findings(room)
    #expect(found.map(\.code) == [.renditionUnknown])
    #expect(found.first?.message.contains("renditions/zz/stray/24.ogg") == true)
    #expect(FileManager.default.fileExists(atPath: stray))
    #expect(try findings(room) { $0.repairs = true }.allSatisfy { $0.isMended })
    #expect(!FileManager.default.fileExists(atPath: stray))
    #expect(try room.renditions().count == 4)
  }

  @Test("a track whose only file is away is a remark; forgotten only when that is asked for")
  func away() async throws {
    let room = try await room()
    try room.remove("one.wav")
    try room.write(try Piece.bytes(402), as: "two.flac")
    _ = try await room.ingest()
    let found = try findings(room) { $0.repairs = true }
    #expect(Set(found.map(\.code)) == [.sourceMissing, .trackWithoutSource])
    #expect(found.allSatisfy { $0.isRemark && !$0.isMended })
    #expect(try room.entries().count == 3)
    #expect(try findings(room) { $0.forgetsLost = true }.allSatisfy { $0.isMended })
    #expect(try room.entries().count == 1)
    #expect(try room.renditions().count == 2)
    #expect(try findings(room).isEmpty)
  }

  @Test("as a command: exit code 1 while something is wrong, 0 once it is mended")
  func command() async throws {
    let room = try await room()
    try FileManager.default.removeItem(atPath: try path(room, "/96.ogg"))
    let profile = room.folder.path + "/two.yaml"
    try Data(
      """
      name: two
      version: 1
      rungs:
        - {name: "24", kilobits: 24, channels: mono, sampleRate: 22050}
        - {name: "96", kilobits: 96}
      """.utf8
    ).write(to: URL(fileURLWithPath: profile))
    let arguments = ["doctor", "--library", room.libraryFolder, "--profile", profile, "--json"]
    func run(_ more: String...) throws -> Program.Run {
      try Program.Running(arguments + more).finish()
    }
    let found = try run()
    #expect(found.status == 1, "\(found.errors)")
    #expect(try found.objects.first?["code"] as? String == "rendition_missing")
    #expect(try run("--repair").status == 0)
    #expect(try run().status == 0)
  }
}
