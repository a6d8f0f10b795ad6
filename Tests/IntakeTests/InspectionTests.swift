import Foundation
import Intake
import Sound
import Testing

@Suite("Looking at content")
struct InspectionTests {
  let tree: ScratchTree
  init() throws { tree = try ScratchTree() }

  /// What becomes of a file in one word.
  private func word(_ name: String, _ bytes: [UInt8], isNamed: Bool = false) throws -> String {
    let path = try tree.file(name, bytes)
    let stamp = try RegularFile(path).stamp
    do throws(IntakeError) {
      switch try FoundFile(path: path, stamp: stamp, isNamed: isNamed).inspect() {
      case .source(let source): return source.kind.rawValue
      case .ignored: return "ignored"
      }
    } catch {
      return error.code
    }
  }

  private let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]
  private let text = Array("Track 1: a song\r\n".utf8)
  private let noise: [UInt8] = (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 131 ^ $0 >> 3) }

  @Test("the name decides nothing about audio")
  func content() throws {
    #expect(try word("a.txt", Array("fLaC\0\0\0\u{22}".utf8)) == "flac")
    #expect(try word("a.flac", Array("RIFF\0\0\0\0WAVE".utf8)) == "wav")
    #expect(try word("noextension", Array("FORM\0\0\0\0AIFF".utf8)) == "aiff")
  }

  @Test("covers and notes beside the music are silent, the same under an audio name are not")
  func bystanders() throws {
    #expect(try word("cover.jpg", jpeg) == "ignored")
    #expect(try word("album.cue", text) == "ignored")
    #expect(try word("empty.log", []) == "ignored")
    #expect(try word("._song.wav", [0, 5, 0x16, 7, 0, 2, 0, 0]) == "ignored")
    #expect(try word("cover.flac", jpeg) == "not_audio")
    #expect(try word("page.WAV", text) == "not_audio")
    #expect(try word("empty.wav", []) == "empty_file")
    #expect(try word("unknown.bin", noise) == "not_audio")
    #expect(try word("song.m4a", Array("\0\0\0\u{18}ftypM4A ".utf8)) == "unsupported_format")
  }

  @Test("what the user named always gets an answer")
  func named() throws {
    #expect(try word("cover.jpg", jpeg, isNamed: true) == "not_audio")
    #expect(try word("empty.log", [], isNamed: true) == "empty_file")
  }

  @Test(
    "every signature is known by its bytes",
    arguments: [
      ("RF64\0\0\0\0WAVE", FileKind.rf64), ("BW64\0\0\0\0WAVE", .bw64), ("OggS\0", .ogg),
      ("caff\0\u{1}", .caf), (".snd\0", .au), ("wvpk\0", .wavpack),
      ("MAC \u{3}\u{F}", .monkeysAudio),
      ("DSD \u{1C}\0", .dsf), ("RIFF\0\0\0\0AVI ", .avi), ("MThd\0", .midi), ("PK\u{3}\u{4}", .zip),
      ("%PDF-1.7", .pdf), ("MAC addresses\n", .text), ("RIFF", .wav),
    ])
  func signatures(head: String, kind: FileKind) {
    let bytes = Array(head.utf8)
    #expect(FileKind.recognise(head: bytes, size: bytes.count) == kind)
  }

  @Test("an MP3 is known by a chain of frames, with or without a tag or junk in front")
  func mp3() throws {
    // MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
    let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00] + Array(repeating: 0xAA, count: 413)
    let frames = frame + frame + frame + frame
    #expect(FileKind.recognise(head: frames, size: frames.count) == .mp3)
    let junk = Array(repeating: UInt8(0), count: 700)
    #expect(FileKind.recognise(head: junk + frames, size: junk.count + frames.count) == .mp3)
    #expect(FileKind.recognise(head: frame + noise, size: 4417) == nil)
    let tag = Array("ID3\u{3}\0\0\0\0\u{2}\0".utf8) + Array(repeating: 0, count: 256)
    #expect(try word("a", tag + frames) == "mp3")
    #expect(try word("b", tag + Array("fLaC\0\0\0\u{22}".utf8)) == "flac")
  }
}
