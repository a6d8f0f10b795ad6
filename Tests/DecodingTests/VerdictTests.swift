import CSndfile
import Decoding
import Foundation
import Glibc
import Sound
import Testing

@Suite("Verdicts")
struct VerdictTests {
  let folder: ScratchFolder
  init() throws { folder = try ScratchFolder() }

  @Test("what is no audio is refused with what it is instead")
  func notAudio() throws {
    func sentence(_ bytes: [UInt8], as name: String) throws -> String {
      let path = try folder.write(bytes, as: name)
      return #expect(throws: Decoding.DecodingError.self) { try Decoded(path) }?.description ?? ""
    }
    #expect(try sentence([], as: "c.wav") == "c.wav is empty (0 bytes).")
    #expect(
      try sentence(Array("<!doctype html><title>404</title>".utf8), as: "404.wav")
        == "404.wav is not audio: it is text.")
    #expect(
      try sentence(Array("\0\0\0\u{18}ftypM4A ".utf8), as: "a.m4a")
        == "a.m4a is an MP4 or M4A file, which cannot be decoded.")
    #expect(verdict(folder.path("missing.wav")) == "not_found")
    #expect(verdict(folder.path("")) == "not_a_file")
    #expect(verdict(SourcePath("/dev/zero")) == "not_a_file")
  }

  @Test("a FIFO that nobody writes to is refused at once")
  func fifo() throws {
    let path = folder.path("fifo.wav")
    #expect(unsafe mkfifo(String(describing: path), 0o600) == 0)
    #expect(verdict(path) == "not_a_file")
  }

  @Test("a file that grows while it is read is tried again later")
  func growing() throws {
    let path = try folder.write(WaveBytes().file(data: Array(repeating: 1, count: 400_000)))
    var reader = try AudioFileReader(path)
    var block = PCMBlock(format: reader.format)
    try reader.read(into: &block, frames: 100)
    let handle = try FileHandle(forWritingTo: folder.url.appending(path: "a.bin"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([1, 2, 3, 4]))
    try handle.close()
    var caught: Decoding.DecodingError?
    do throws(Decoding.DecodingError) { _ = try reader.finish() } catch { caught = error }
    #expect(caught?.code == "changed_while_reading")
    #expect(caught?.isTransient == true)
  }

  @Test(
    "a cut file of every format says so",
    arguments: [
      ("aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16),
      ("au", SF_FORMAT_AU | SF_FORMAT_PCM_16),
      ("wave64", SF_FORMAT_W64 | SF_FORMAT_PCM_24),
      ("mu-law wav", SF_FORMAT_WAV | SF_FORMAT_ULAW),
      ("ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS),
      ("flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16),
    ])
  func cut(name: String, format: Int) throws {
    let bytes = try Encoded.bytes(Noise.samples(88_200), format: format)
    let whole = try Decoded(folder.write(bytes)).report
    #expect(!whole.isDamaged)
    let cut = try Decoded(folder.write(Array(bytes[..<(bytes.count * 6 / 10)]))).report
    #expect(cut.damage.map(\.kind) == [.truncated])
    #expect(cut.frames < whole.frames)
    #expect(cut.frames > whole.frames / 4)
    if name != "ogg" {
      let lost = Double(whole.frames - cut.frames) / 44_100
      #expect(abs((cut.damage.first?.secondsLost ?? 0) - lost) < 1e-4)
    }
  }

  @Test(
    "a file of any format ends in a verdict wherever its head is cut",
    arguments: [
      SF_FORMAT_WAV | SF_FORMAT_PCM_16,
      SF_FORMAT_WAVEX | SF_FORMAT_PCM_24,
      SF_FORMAT_RF64 | SF_FORMAT_FLOAT,
      SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
      SF_FORMAT_AIFF | SF_FORMAT_PCM_16,
      SF_FORMAT_OGG | SF_FORMAT_VORBIS,
    ])
  func everyCut(format: Int) throws {
    let bytes = try Encoded.bytes(Noise.samples(400), format: format)
    for length in 0..<min(bytes.count, 400) {
      let word = verdict(try folder.write(Array(bytes[..<length])))
      // Nothing that lacks its end may pass for whole.
      #expect(word != "verified", "\(length) bytes")
      #expect(word != "unverifiable" || length > 40, "\(length) bytes")
    }
  }

  @Test(
    "flipped bits never crash, hang or pass for verified",
    arguments: [
      SF_FORMAT_WAV | SF_FORMAT_PCM_16,
      SF_FORMAT_WAV | SF_FORMAT_FLOAT,
      SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
      SF_FORMAT_AIFF | SF_FORMAT_PCM_24,
      SF_FORMAT_OGG | SF_FORMAT_VORBIS,
    ])
  func bitFlips(format: Int) throws {
    let bytes = try Encoded.bytes(Noise.samples(6000), format: format)
    let original = try Decoded(folder.write(bytes)).report.digest
    var noise = Noise(state: UInt64(format))
    for round in 0..<150 {
      var flipped = bytes
      // Half of the rounds aim at the header, where a bit does most harm.
      let reach = round % 2 == 0 ? min(120, bytes.count) : bytes.count
      for _ in 0..<Int.random(in: 1...4, using: &noise) {
        flipped[Int.random(in: 0..<reach, using: &noise)] ^=
          UInt8(1) << Int.random(in: 0...7, using: &noise)
      }
      let path = try folder.write(flipped)
      do throws(Decoding.DecodingError) {
        let decoded = try Decoded(path, limits: .standard)
        #expect(decoded.channels.allSatisfy { $0.allSatisfy(\.isFinite) })
        if decoded.report.integrity == .verified {
          #expect(decoded.report.digest == original, "round \(round)")
        }
      } catch {
        #expect(!error.description.isEmpty)
        #expect(error.description.hasSuffix("."))
      }
    }
  }
}
