import Catalogue
import Foundation
import Sound
import TestLibrary
import TestSignals
import Testing

@Suite("The program behaves in pipes, with odd names and beside other tools")
struct ShellTests {
  @Test(
    "fingerprint prints what fpcalc prints", .enabled(if: Program.isInstalled("fpcalc")),
    arguments: [AudioFile.Container.wav, .flac])
  func fingerprint(container: AudioFile.Container) throws {
    let room = try MusicRoom()
    let sweep = Signals.sweep(from: 100, to: 6000, frames: 44_100 * 12, sampleRate: 44_100)
    let music = Signals.music(frames: 44_100 * 12, sampleRate: 44_100)
    try room.write(
      try AudioFile.bytes([sweep, music], sampleRate: 44_100, as: container), as: "a.x")
    let theirs = try Program.shell("fpcalc -length 0 a.x; true", in: room.music)
    let ours = try Program.run("fingerprint", room.path("a.x"))
    #expect(ours.status == 0)
    #expect(ours.output == theirs.output)
    #expect(ours.output.contains("FINGERPRINT=AQ"))
    let raw = try Program.run("fingerprint", "--raw", room.path("a.x"))
    #expect(
      raw.output == (try Program.shell("fpcalc -raw -length 0 a.x; true", in: room.music)).output)
    let json = try Program.run("fingerprint", "--json", room.path("a.x")).objects
    #expect(ours.output.contains("FINGERPRINT=\(json.first?["fingerprint"] as? String ?? "-")\n"))
  }

  @Test("a reader that goes away is no crash, and the work is done all the same")
  func closedPipe() throws {
    let room = try CommandLineTests.room()
    let run = try Program.shell(
      "for i in 1 2 3 4 5; do $assonance list --json --library \(room.libraryFolder) | head -c 1 >/dev/null; "
        + "echo ${PIPESTATUS[0]}; done", in: room.music)
    #expect(run.lines == ["0", "0", "0", "0", "0"])
    let other = room.folder.path + "/other"
    let ingest = try Program.shell(
      "$assonance ingest . --json --jobs 1 --library \(other) | head -n 1; echo ${PIPESTATUS[0]}",
      in: room.music)
    #expect(ingest.lines.last == "0")
    #expect(try MusicRoom.entries(of: other).count == 3)
  }

  @Test("output that cannot be written is an error, not silence")
  func fullDisk() throws {
    let room = try CommandLineTests.room()
    let run = try Program.shell(
      "$assonance export --format jsonl --library \(room.libraryFolder) >/dev/full; echo $?",
      in: room.music)
    #expect(run.lines == ["1"])
    #expect(run.errors.contains("[output_failed]"))
  }

  @Test("names that are not text can be given as arguments")
  func oddNames() throws {
    let room = try MusicRoom()
    let names: [[UInt8]] = [Array("b".utf8) + [0xFF], Array("b".utf8) + [0xFE]]
    for (index, name) in names.enumerated() {
      try room.write(try Piece.bytes(230 + UInt64(index)), as: name)
    }
    let run = try Program.shell(
      "$assonance ingest b* --json --library \(room.libraryFolder)", in: room.music)
    #expect(run.status == 0)
    #expect(
      try run.objects.last.flatMap { $0["summary"] as? [String: Any] }?["ingested"] as? Int == 2)
    let show = try Program.shell(
      #"$assonance show $'b\xff' --json --library \#(room.libraryFolder)"#, in: room.music)
    #expect(try show.objects.first?["sources"] as? [String] == [#"\#(room.music)/b\xFF"#])
    let analyze = try Program.shell(#"$assonance analyze --json $'b\xff'"#, in: room.music)
    #expect(analyze.status == 0)
  }

  @Test("a dry run makes no library")
  func dryRun() throws {
    let room = try MusicRoom()
    try room.write(try Piece.bytes(240), as: "a.wav")
    let run = try Program.run(
      "ingest", room.music, "--dry-run", "--json", "--library", room.libraryFolder)
    #expect(run.status == 0)
    #expect(try run.objects.first?["status"] as? String == "ingested")
    #expect(!FileManager.default.fileExists(atPath: room.libraryFolder))
  }

  @Test("help and version are no failures")
  func help() throws {
    for arguments in [["--help"], ["--version"], ["ingest", "--help"], []] {
      #expect(try Program.Running(arguments).finish().status == 0)
    }
  }
}
