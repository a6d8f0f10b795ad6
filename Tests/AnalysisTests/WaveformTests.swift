import Foundation
import Sound
import TestSignals
import Testing

@testable import Analysis

@Suite struct WaveformTests {
  private static let rate = 8000

  private static func waveform(
    _ channels: [[Float]], _ drawn: WaveformBuilder.Channels = .mixed, pixels: Int = 8192,
    blocks: Int = 4096
  ) -> Waveform {
    let format = PCMFormat(sampleRate: SampleRate(hertz: rate), channels: channels.count)
    var builder = WaveformBuilder(format: format, channels: drawn, pixels: pixels)
    for start in stride(from: 0, to: channels[0].count, by: blocks) {
      let end = min(start + blocks, channels[0].count)
      builder.consume(PCMBlock(format: format, channels: channels.map { Array($0[start..<end]) }))
    }
    return builder.finish()
  }

  @Test("each pixel holds the lowest and highest of its 256 samples")
  func extremes() {
    var signal = Signals.silence(frames: 600)
    signal[3] = 0.5
    signal[4] = -0.25
    signal[255] = 1
    signal[256] = -1
    signal[599] = 0.1
    let waveform = Self.waveform([signal])
    #expect(waveform.samplesPerPixel == 256 && waveform.pixels == 3 && waveform.channels == 1)
    #expect(waveform.values == [-32, 127, -128, 0, 0, 12])
  }

  @Test("the mix is the mean of the channels; separate channels are told one after the other")
  func channels() {
    let left = Array(repeating: Float(0.5), count: 256)
    let right = Array(repeating: Float(-1), count: 256)
    #expect(Self.waveform([left, right]).values == [-32, -32])
    #expect(Self.waveform([left, right], .separate).values == [64, 64, -128, -128])
  }

  @Test("a long track has coarser pixels and no more of them", arguments: [9, 10, 11, 100, 8191])
  func halving(pixels: Int) {
    let noise = Signals.noise(frames: pixels * 256 + 40, level: 0.9)
    let waveform = Self.waveform([noise], pixels: 10)
    #expect(waveform.pixels <= 10)
    let size = waveform.samplesPerPixel
    #expect(waveform.pixels == (noise.count + size - 1) / size)
    for pixel in 0..<waveform.pixels {
      let samples = noise[pixel * size..<min((pixel + 1) * size, noise.count)]
      let low = Int8(((samples.min() ?? 0) * 128).rounded(.towardZero))
      let high = Int8(((samples.max() ?? 0) * 128).rounded(.towardZero))
      #expect(waveform.values[2 * pixel] == low && waveform.values[2 * pixel + 1] == high)
    }
  }

  @Test("the size of the blocks changes nothing", arguments: [1, 7, 1024])
  func blocks(size: Int) {
    let music = Signals.music(frames: 9000, sampleRate: Self.rate)
    let whole = Self.waveform([music, music.reversed()], pixels: 20, blocks: 9000)
    #expect(Self.waveform([music, music.reversed()], pixels: 20, blocks: size) == whole)
  }

  @Test("a .dat file begins with its six numbers and is read back as it was")
  func dat() throws {
    let music = Signals.music(frames: 5000, sampleRate: Self.rate)
    let waveform = Self.waveform([music, music], .separate)
    let bytes = waveform.dat
    #expect(
      bytes.prefix(24) == [
        2, 0, 0, 0, 1, 0, 0, 0, 0x40, 0x1F, 0, 0, 0, 1, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0,
      ])
    #expect(bytes.count == 24 + 20 * 2 * 2)
    let back = try Waveform(dat: bytes)
    #expect(back == waveform)
  }

  @Test("what is no .dat file of version 2 is refused with the place of the fault")
  func damaged() throws {
    let bytes = Self.waveform([Signals.noise(frames: 1000)]).dat
    for length in 0..<bytes.count {
      #expect(throws: AnalysisError.damaged(.waveform, offset: length)) {
        try Waveform(dat: Array(bytes.prefix(length)))
      }
    }
    for (offset, value) in [(0, 3), (4, 0), (8, 0), (12, 0), (20, 0)] {
      var wrong = bytes
      wrong[offset..<offset + 4] = [UInt8(value), 0, 0, 0]
      #expect(throws: AnalysisError.damaged(.waveform, offset: offset)) {
        try Waveform(dat: wrong)
      }
    }
    var negative = bytes
    negative[19] = 0xFF
    #expect(throws: AnalysisError.damaged(.waveform, offset: 16)) { try Waveform(dat: negative) }
  }

  @Test("its JSON is what players of audiowaveform's files expect")
  func json() throws {
    let waveform = Self.waveform([Signals.noise(frames: 1000)])
    let object = try JSONSerialization.jsonObject(with: Data(waveform.json.utf8))
    let members = try #require(object as? [String: Any])
    #expect(
      Set(members.keys) == [
        "version", "channels", "sample_rate", "samples_per_pixel", "bits", "length", "data",
      ])
    #expect(members["version"] as? Int == 2 && members["bits"] as? Int == 8)
    #expect(members["length"] as? Int == 4 && members["samples_per_pixel"] as? Int == 256)
    #expect(members["data"] as? [Int] == waveform.values.map(Int.init))
  }

  @Test("nothing has no pixels")
  func empty() {
    #expect(Self.waveform([[]]).pixels == 0)
  }
}
