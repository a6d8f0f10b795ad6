import Catalogue
import Foundation
import Ingestion
import Ladder
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("The command line keeps its word to scripts")
struct CommandLineTests {
  /// A library of three tracks, one of them silent.
  static func room() throws -> MusicRoom {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(200, as: .flac, title: "One"), as: "one.flac")
    try room.write(try Piece.bytes(201, as: .flac, title: "Two"), as: "two.flac")
    try room.write(
      try AudioFile.bytes([Signals.silence(frames: 22_050)], sampleRate: 22_050), as: "hush.wav")
    let run = try Program.run("ingest", room.music, "--library", room.libraryFolder)
    #expect(run.status == 0, "\(run.errors)")
    return room
  }

  @Test("0: all well, and every line of an ingest is JSON with what the interface promises")
  func ingest() throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(210), as: "a.wav")
    let run = try Program.run("ingest", room.music, "--json", "--library", room.libraryFolder)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let objects = try run.objects
    #expect(objects.count == 2)
    #expect(objects[0]["path"] as? String == room.path("a.wav"))
    #expect(objects[0]["status"] as? String == "ingested")
    #expect((objects[0]["track"] as? String)?.count == 22)
    let stages = try #require(objects[0]["stages"] as? [String: Double])
    #expect(Set(stages.keys).isSuperset(of: ["decode", "ladder", "fingerprint", "analysis"]))
    #expect(objects[0]["warnings"] is [Any])
    let summary = try #require(objects[1]["summary"] as? [String: Any])
    #expect(summary["ingested"] as? Int == 1)
    #expect(summary["seconds"] is Double)
    #expect(
      try room.renditions().keys.map { $0.split(separator: "/").last ?? "" }.sorted()
        == ["160.ogg", "24.ogg", "320.ogg", "96.ogg"])
  }

  @Test("1: some files were rejected, each with its code on a line")
  func rejections() throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(211), as: "a.wav")
    try room.write([], as: "empty.wav")
    let run = try Program.run("ingest", room.music, "--json", "--library", room.libraryFolder)
    #expect(run.status == 1)
    let rejected = try #require(
      try run.objects.first { $0["status"] as? String == "rejected" })
    #expect(rejected["code"] as? String == "empty_file")
    #expect(rejected["message"] as? String == "empty.wav is empty (0 bytes).")
    #expect(rejected["offset"] is NSNull)
    let words = try Program.run("ingest", room.music, "--library", room.libraryFolder)
    #expect(words.status == 1)
    #expect(words.output.contains("[empty_file]"))
  }

  @Test(
    "2: wrong usage, with a word on standard error and nothing on standard output",
    arguments: [
      ["no-such-command"], ["ingest"], ["ingest", ".", "--jobs", "0"],
      ["ingest", ".", "--force", "everything"], ["list", "--bpm", "fast"],
      ["list", "--key", "H:maj"], ["list", "--min-energy", "7"], ["similar", "x", "--limit", "0"],
      ["ingest", ".", "--profile", "nowhere"], ["export", "--format", "xml"],
      ["analyze", "x", "--bpm-range", "192..79"],
    ])
  func usage(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let run = try Program.Running(
      arguments + ["--library", folder.path + "/library"], in: folder.path
    ).finish()
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  @Test("3: no library, a damaged one, and one that another process holds")
  func libraries() throws {
    let room = try MusicRoom()
    let missing = try Program.run("list", "--library", room.libraryFolder)
    #expect(missing.status == 3)
    #expect(missing.errors.contains("[library_not_found]"))
    #expect(!FileManager.default.fileExists(atPath: room.libraryFolder))

    do {
      let library = try Library.writing(room.libraryFolder)
      let locked = try Program.run("ingest", room.music, "--library", room.libraryFolder)
      #expect(locked.status == 3)
      #expect(locked.errors.contains("[library_locked]"))
      // Who only reads is not kept out.
      #expect(
        try Program.run("export", "--format", "csv", "--library", room.libraryFolder).status == 0)
      withExtendedLifetime(library) {}
    }
    for name in ["catalogue.sqlite-wal", "catalogue.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: room.libraryFolder + "/" + name)
    }
    try Data("garbage".utf8).write(
      to: URL(fileURLWithPath: room.libraryFolder + "/catalogue.sqlite"))
    for arguments in [["list"], ["ingest", room.music]] {
      let damaged = try Program.Running(arguments + ["--library", room.libraryFolder]).finish()
      #expect(damaged.status == 3)
      #expect(damaged.errors.contains("[library_damaged]"))
    }
  }

  @Test("4: nothing found")
  func nothing() throws {
    let room = try Self.room()
    let library = ["--library", room.libraryFolder]
    for arguments in [
      ["show", "0000000000000000000000"], ["list", "--bpm", "998..999"],
      ["similar", "no such thing"], ["similar", room.path("one.flac"), "--bpm", "998..999"],
      ["similar", room.path("hush.wav")],
    ] {
      let run = try Program.Running(arguments + library).finish()
      #expect(run.status == 4, "\(arguments): \(run.errors)")
    }
    let empty = try Program.Running(
      ["similar", room.path("one.flac"), "--bpm", "998..999", "--json"] + library
    ).finish()
    #expect(try empty.objects.first?["results"] as? [String] == [])
  }

  @Test("similar, list, show and export speak JSON, and a track never answers itself")
  func queries() throws {
    let room = try Self.room()
    let library = ["--library", room.libraryFolder, "--json"]
    let similar = try Program.Running(
      ["similar", room.path("one.flac"), "--why"] + library
    ).finish()
    #expect(similar.status == 0)
    let answer = try #require(try similar.objects.first)
    let query = try #require((answer["query"] as? [String])?.first)
    let results = try #require(answer["results"] as? [[String: Any]])
    #expect(results.map { $0["title"] as? String } == ["Two"])
    #expect(results.allSatisfy { $0["track"] as? String != query })
    #expect((results.first?["why"] as? [String: Double])?.count == 4)

    let byID = try Program.Running(["similar", query] + library).finish()
    #expect(try byID.objects.first?["query"] as? [String] == [query])
    // A copy outside the library is the same track, and does not answer itself either.
    let copy = room.folder.path + "/copy.flac"
    try FileManager.default.copyItem(atPath: room.path("one.flac"), toPath: copy)
    let byCopy = try Program.Running(["similar", copy] + library).finish()
    #expect(
      (try byCopy.objects.first?["results"] as? [[String: Any]])?.map { $0["title"] as? String }
        == ["Two"])

    let list = try Program.Running(["list"] + library).finish()
    #expect(try list.objects.count == 3)
    let show = try Program.Running(["show", room.path("two.flac")] + library).finish()
    #expect(try show.objects.first?["title"] as? String == "Two")
    #expect(try show.objects.first?["track"] as? String == results.first?["track"] as? String)
    let export = try Program.Running(["export", "--format", "jsonl"] + library).finish()
    #expect(export.output == list.output)
    let csv = try Program.Running(["export", "--format", "csv"] + library).finish()
    #expect(csv.lines.count == 4)
    let playlist = try Program.Running(["export", "--format", "m3u"] + library).finish()
    #expect(playlist.lines.first == "#EXTM3U")
    #expect(playlist.lines.contains(room.path("one.flac")))
  }

  @Test("tables for people have a line a track")
  func tables() throws {
    let room = try Self.room()
    let list = try Program.run("list", "--library", room.libraryFolder)
    #expect(list.lines.count == 4)
    #expect(list.output.contains("One"))
    let show = try Program.run("show", room.path("hush.wav"), "--library", room.libraryFolder)
    #expect(show.output.contains("silence"))
  }

  @Test("analyze: a good file and a missing one are two lines of JSON and exit 1")
  func analyze() throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(220), as: "a.wav")
    let run = try Program.run(
      "analyze", "--json", "--embedding", room.path("gone.wav"), room.path("a.wav"))
    #expect(run.status == 1)
    let objects = try run.objects
    #expect(objects.map { $0["path"] as? String } == [room.path("gone.wav"), room.path("a.wav")])
    let error = try #require(objects[0]["error"] as? [String: Any])
    #expect(error["code"] as? String == "not_found")
    #expect(error["message"] as? String == "gone.wav does not exist.")
    #expect(
      Set(objects[1].keys).isSuperset(of: [
        "path", "duration", "sampleRate", "channels", "analysisVersion", "tempo", "timeSignature",
        "beats", "downbeats", "key", "loudness", "descriptors", "sections", "chords", "embedding",
        "silence",
      ]))
    #expect((objects[1]["embedding"] as? [Double])?.count == 128)
    #expect(objects[1]["duration"] as? Double == 2)
    let words = try Program.run("analyze", room.path("gone.wav"))
    #expect(words.status == 1)
    #expect(words.errors.contains("[not_found]"))
  }

  @Test("regenerate: only what changed, and a missing original is told by its code")
  func regenerate() throws {
    let room = try Self.room()
    let library = ["--library", room.libraryFolder, "--json"]
    let before = try room.renditions()
    let nothing = try Program.Running(["ladder", "regenerate", "--all"] + library).finish()
    #expect(nothing.status == 0)
    #expect((try nothing.objects.last?["summary"] as? [String: Int])?["rungs"] == 0)
    let unknown = try Program.Running(["ladder", "regenerate", "--rung", "97"] + library).finish()
    #expect(unknown.status == 2)
    try room.remove("one.flac")
    let forced = try Program.Running(
      ["ladder", "regenerate", "--rung", "96", "--force"] + library
    ).finish()
    #expect(forced.status == 1)
    #expect(
      try forced.objects.compactMap { $0["code"] as? String } == ["original_missing"])
    #expect(
      (try forced.objects.last?["summary"] as? [String: Int]) == [
        "tracks": 3, "rungs": 2, "failed": 1,
      ])
    #expect(try room.renditions() == before)
  }

  @Test("what was set by hand survives an export and an import into another library")
  func exportAndImport() throws {
    let (room, other) = (try Self.room(), try Self.room())
    let here = ["--library", room.libraryFolder]
    let set = try Program.Running(
      ["set", room.path("one.flac"), "tempo=174", "key=A minor", "title=Eins"] + here
    ).finish()
    #expect(set.status == 0, "\(set.errors)")
    let lines = try Program.Running(["export", "--format", "jsonl"] + here).finish().output
    let unknown = #"{"track":"0000000000000000000000"}"#
    try Data((lines + unknown + "\n").utf8).write(to: URL(fileURLWithPath: room.path("lines")))
    let there = ["--library", other.libraryFolder, "--json"]
    let taken = try Program.Running(["import", room.path("lines")] + there).finish()
    #expect(taken.status == 0, "\(taken.errors)")
    #expect(
      try taken.objects.first as? [String: Int] == ["tracks": 3, "values": 3, "unknown": 1])
    let shown = try Program.Running(["show", other.path("one.flac")] + there).finish()
    let track = try #require(try shown.objects.first)
    #expect(track["title"] as? String == "Eins")
    let tempo = (track["analysis"] as? [String: Any])?["tempo"] as? [String: Any]
    #expect(tempo?["bpm"] as? Double == 174)
    let wrong = room.path("wrong")
    try Data("{\"track\":1}\n".utf8).write(to: URL(fileURLWithPath: wrong))
    let rejected = try Program.Running(["import", wrong] + there).finish()
    #expect(rejected.status != 0)
    #expect(rejected.errors.contains("[invalid_export]"))
  }
}
