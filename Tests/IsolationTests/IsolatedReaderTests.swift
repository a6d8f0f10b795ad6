import Decoding
import Foundation
import Glibc
import Isolation
import Sound
import TestSignals
import Testing

@Suite("Isolated reader")
struct IsolatedReaderTests {
  let folder: TemporaryFolder
  let pool = Helpers.pool { $0.stallSeconds = 60 }
  init() throws { folder = try TemporaryFolder() }

  private func write(_ bytes: [UInt8], as name: String = "song.wav") throws -> SourcePath {
    SourcePath(try folder.file(name, bytes))
  }

  @Test(
    "samples and report are those of the reader that is not isolated",
    arguments: [
      AudioBytes.wav8, AudioBytes.wav16, AudioBytes.wav24, AudioBytes.wavFloat, AudioBytes.flac,
      AudioBytes.aiff, AudioBytes.vorbis,
    ])
  func same(format: Int) throws {
    let path = try write(try AudioBytes.file(format))
    let expected = try Decoded.alone(path)
    #expect(expected.report.frames == 100_000)
    #expect(try Decoded.isolated(path, pool) == expected)
    #expect(pool.started == 1)
  }

  @Test("blocks may be of any size", arguments: [7919, 32_768, 32_769, 1 << 20])
  func blocks(frames: Int) throws {
    let path = try write(try AudioBytes.file(AudioBytes.wav16))
    let expected = try Decoded.alone(path)
    #expect(try Decoded.isolated(path, pool, frames: frames) == expected)
    var reader = try IsolatedReader(path, with: pool)
    var block = PCMBlock(format: reader.format)
    try reader.read(into: &block, frames: frames)
    #expect(block.frames == min(frames, 100_000))
    #expect(reader.framesRead == block.frames)
  }

  @Test("what the header says is known before the first sample")
  func header() throws {
    let path = try write(try AudioBytes.file(AudioBytes.flac))
    let plain = try AudioFileReader(path)
    var reader = try IsolatedReader(path, with: pool)
    #expect(reader.kind == plain.kind)
    #expect(reader.format == plain.format)
    #expect(reader.sampleFormat == plain.sampleFormat)
    #expect(reader.declaredFrames == 100_000)
    #expect(try reader.finish().frames == 100_000)
    #expect(reader.helperSeconds > 0)
  }

  @Test("who wants the samples alone gets the same ones, and the same errors at the end")
  func unexamined() throws {
    let path = try write(try AudioBytes.file(AudioBytes.wavFloat))
    let expected = try Decoded.alone(path).channels
    var here = try AudioFileReader(path, examining: false)
    var there = try IsolatedReader(path, with: pool, examining: false)
    var (own, isolated) = (PCMBlock(format: here.format), PCMBlock(format: here.format))
    try here.read(into: &own, frames: 200_000)
    try there.read(into: &isolated, frames: 200_000)
    #expect(own.channels == expected)
    #expect(isolated.channels == expected)
    try here.end()
    try there.end()
    #expect(there.helperSeconds > 0)

    // More than a helper reads ahead.
    let growing = try write(
      try AudioBytes.file(AudioBytes.wav16, frames: 2_000_000), as: "growing.wav")
    var alone = try AudioFileReader(growing, examining: false)
    var apart = try IsolatedReader(growing, with: pool, examining: false)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: growing.description))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([1, 2, 3, 4]))
    try handle.close()
    var codes: [String?] = []
    do { try alone.end() } catch { codes.append(error.code) }
    do { try apart.end() } catch { codes.append((error as? Decoding.DecodingError)?.code) }
    #expect(codes == ["changed_while_reading", "changed_while_reading"])
    #expect(pool.started == 1)
  }

  @Test("the good part of a damaged file is salvaged alike")
  func damaged() throws {
    var flac = try AudioBytes.file(AudioBytes.flac)
    for index in flac.count / 2..<flac.count / 2 + 3000 { flac[index] = UInt8(index & 0xFF) }
    let wav = try AudioBytes.file(AudioBytes.wav16).dropLast(100_001)
    for bytes in [flac, Array(flac.prefix(flac.count / 3)), Array(wav)] {
      let path = try write(bytes)
      let expected = try Decoded.alone(path)
      #expect(expected.report.isDamaged)
      #expect(try Decoded.isolated(path, pool) == expected)
    }
  }

  @Test("the errors of a file are the same, to the byte")
  func errors() throws {
    let wav = try AudioBytes.file(AudioBytes.wav16, frames: 1000)
    let flac = try AudioBytes.file(AudioBytes.flac, frames: 1000)
    var endless = wav
    endless.replaceSubrange(24..<28, with: [0xFF, 0xFF, 0xFF, 0x7F])
    var channels = wav
    channels[22] = 255
    var codec = wav
    codec.replaceSubrange(20..<22, with: [0x34, 0x12])
    var rateless = wav
    rateless.replaceSubrange(24..<28, with: [0, 0, 0, 0])
    let files: [(String, [UInt8])] = [
      ("empty_file", []), ("not_audio", Array("This is not audio.\n".utf8)),
      ("not_audio", [0x89] + Array("PNG\r\n\u{1A}\n".utf8)), ("truncated", Array(wav.prefix(30))),
      ("sample_rate_out_of_range", endless), ("sample_rate_out_of_range", rateless),
      ("too_many_channels", channels), ("unsupported_format", codec),
      ("no_audio_frames", Array(wav.prefix(44))), ("truncated", Array(flac.prefix(42))),
    ]
    for (code, bytes) in files {
      let path = try write(bytes, as: "a\nb.wav")
      let expected = failure { _ = try Decoded.alone(path) } as? Decoding.DecodingError
      let found = failure { _ = try Decoded.isolated(path, pool) } as? Decoding.DecodingError
      #expect(found?.code == code)
      #expect(found == expected)
      #expect(found?.description == expected?.description)
      #expect(found?.offset == expected?.offset)
    }
    #expect(pool.started == 1)
  }

  @Test("paths that are no file fail alike")
  func noFiles() throws {
    let fifo = folder.path + "/fifo.wav"
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    for name in [fifo, folder.path, "/dev/zero", "", folder.path + "/missing.wav"] {
      let path = SourcePath(name)
      let expected = failure { _ = try Decoded.alone(path) } as? Decoding.DecodingError
      let found = failure { _ = try Decoded.isolated(path, pool) } as? Decoding.DecodingError
      #expect(found != nil)
      #expect(found == expected)
    }
  }

  @Test("a file longer than is allowed is refused where it gets too long")
  func tooLong() throws {
    var limits = DecodingLimits.standard
    limits.maximumSeconds = 1
    let path = try write(try AudioBytes.file(AudioBytes.flac))
    let expected = failure { _ = try Decoded.alone(path, limits: limits) }
    let found = failure { _ = try Decoded.isolated(path, pool, limits: limits) }
    #expect((found as? Decoding.DecodingError)?.code == "too_long")
    #expect(found as? Decoding.DecodingError == expected as? Decoding.DecodingError)
  }

  @Test("names in no encoding, and paths from the working folder")
  func names() throws {
    let bytes = try AudioBytes.file(AudioBytes.wav16, frames: 1000)
    let odd = SourcePath(bytes: Array(folder.path.utf8) + Array("/caf".utf8) + [0xE9, 0xFF])
    let name = odd.bytes.map { CChar(bitPattern: $0) } + [0]
    let file = unsafe try #require(fopen(name, "w"))
    unsafe #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    unsafe fclose(file)
    #expect(try Decoded.isolated(odd, pool).report.frames == 1000)
    let here = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }
    let relative = SourcePath(here.joined(separator: "/") + folder.path + "/a.wav")
    _ = try write(bytes, as: "a.wav")
    #expect(try Decoded.isolated(relative, pool).report.frames == 1000)
  }

  @Test("a file that grows while it is read is tried again later")
  func growing() throws {
    let path = try write(try AudioBytes.file(AudioBytes.wav16, frames: 2_000_000))
    var reader = try IsolatedReader(path, with: pool)
    var block = PCMBlock(format: reader.format)
    try reader.read(into: &block)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path.description))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([1, 2, 3, 4]))
    try handle.close()
    var caught: (any Error)?
    do { _ = try reader.finish() } catch { caught = error }
    #expect((caught as? Decoding.DecodingError)?.code == "changed_while_reading")
  }
}
