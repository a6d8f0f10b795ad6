import Fingerprinting
import Foundation
import Sound
import TestSignals
import Testing

@Suite struct FingerprinterTests {
  private static let fpcalc = "/usr/bin/fpcalc"

  /// Full scale in 16 bits, so that what we print and what a WAV file holds are the same samples.
  private static func rounded(_ samples: [Float]) -> [Float] {
    samples.map { max(-32_768, min(32_767, ($0 * 32_768).rounded(.toNearestOrEven))) / 32_768 }
  }

  private static func fingerprint(
    _ channels: [[Float]], sampleRate: Int, isSixteenBit: Bool = false,
    blocks: Int = PCMBlock.standardFrames
  ) throws -> Fingerprint {
    let format = PCMFormat(sampleRate: SampleRate(hertz: sampleRate), channels: channels.count)
    var fingerprinter = try Fingerprinter(format: format, isSixteenBit: isSixteenBit)
    for start in stride(from: 0, to: channels[0].count, by: blocks) {
      let end = min(start + blocks, channels[0].count)
      try fingerprinter.consume(
        PCMBlock(format: format, channels: channels.map { Array($0[start..<end]) }))
    }
    return try fingerprinter.finish()
  }

  private static func wave(
    _ channels: [[Float]], sampleRate: Int, isSixteenBit: Bool
  ) -> [UInt8] {
    let width = isSixteenBit ? 2 : 4
    let frames = channels[0].count
    let size = frames * channels.count * width
    func little(_ value: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var bytes = Array("RIFF".utf8) + little(36 + size, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
    // 1 is integer PCM, 3 IEEE floating point.
    bytes += little(isSixteenBit ? 1 : 3, 2) + little(channels.count, 2) + little(sampleRate, 4)
    bytes += little(sampleRate * channels.count * width, 4) + little(channels.count * width, 2)
    bytes += little(8 * width, 2) + Array("data".utf8) + little(size, 4)
    for i in 0..<frames {
      for channel in channels {
        let value = isSixteenBit ? Int(channel[i] * 32_768) : Int(channel[i].bitPattern)
        bytes += little(value, width)
      }
    }
    return bytes
  }

  @Test(
    "the words are those that fpcalc prints for the same WAV file",
    .enabled(if: FileManager.default.isExecutableFile(atPath: fpcalc)),
    arguments: [(2, 44_100), (1, 44_100), (2, 48_000), (1, 22_050)], [true, false])
  func sameAsFpcalc(form: (channels: Int, rate: Int), isSixteenBit: Bool) throws {
    let samples = (0..<form.channels).map { channel -> [Float] in
      let music = Signals.music(
        frames: 15 * form.rate, sampleRate: form.rate, seed: UInt64(channel + 1))
      return isSixteenBit ? Self.rounded(music) : music
    }
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "music.wav", Self.wave(samples, sampleRate: form.rate, isSixteenBit: isSixteenBit))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.fpcalc)
    process.arguments = ["-raw", "-length", "0", file]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("FINGERPRINT=") })
    let words = line.dropFirst("FINGERPRINT=".count).split(separator: ",").compactMap { UInt32($0) }
    #expect(words.count > 80)
    let ours = try Self.fingerprint(samples, sampleRate: form.rate, isSixteenBit: isSixteenBit)
    #expect(ours.words == words)
  }

  @Test("the size of the blocks changes no bit", arguments: [1, 7, 1024])
  func blocks(size: Int) throws {
    let samples = [
      Signals.music(frames: 8 * 22_050, sampleRate: 22_050, seed: 1),
      Signals.music(frames: 8 * 22_050, sampleRate: 22_050, seed: 2),
    ]
    let whole = try Self.fingerprint(samples, sampleRate: 22_050, blocks: samples[0].count)
    #expect(!whole.words.isEmpty)
    #expect(try Self.fingerprint(samples, sampleRate: 22_050, blocks: size) == whole)
  }

  @Test("what is too short has a fingerprint without words", arguments: [0, 1, 1000, 44_100])
  func tooShort(frames: Int) throws {
    let print = try Self.fingerprint([Signals.noise(frames: frames)], sampleRate: 44_100)
    #expect(print.words.isEmpty)
    #expect(print.duration == Double(frames) / 44_100)
  }

  @Test("samples beyond full scale count as full scale, none wraps around")
  func clipping() throws {
    let music = Signals.music(frames: 10 * 11_025, sampleRate: 11_025)
    let loud = music.map { 8 * $0 }
    let clipped = loud.map { max(-1, min(32_767.0 / 32_768, $0)) }
    let (a, b) = (
      try Self.fingerprint([loud], sampleRate: 11_025),
      try Self.fingerprint([clipped], sampleRate: 11_025)
    )
    #expect(!a.words.isEmpty && a.words == b.words)
  }

  @Test("other music has other words, the same at another level nearly the same")
  func likeness() throws {
    func bits(_ a: [UInt32], _ b: [UInt32]) -> Double {
      let wrong = zip(a, b).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
      return Double(wrong) / Double(32 * min(a.count, b.count))
    }
    let music = Pieces.cadence(tonic: 0, isMinor: false, seconds: 15, sampleRate: 11_025)
    let other = Pieces.cadence(tonic: 5, isMinor: true, seconds: 15, sampleRate: 11_025)
    let a = try Self.fingerprint([music], sampleRate: 11_025).words
    let soft = try Self.fingerprint([music.map { 0.25 * $0 }], sampleRate: 11_025).words
    let b = try Self.fingerprint([other], sampleRate: 11_025).words
    #expect(bits(a, soft) < 0.05)
    #expect(bits(a, b) > 0.15)
  }
}
