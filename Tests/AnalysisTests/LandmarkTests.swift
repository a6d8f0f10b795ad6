import Sound
import TestSignals
import Testing

@testable import Analysis

@Suite("Landmarks are the points that stand out")
struct LandmarkTests {
  private let rate = 44_100

  private func found(
    _ samples: [Float], blocks: Int = 65_536, density: LandmarkAnalyser.Density = .stored
  ) throws -> Landmarks {
    let format = PCMFormat(sampleRate: SampleRate(hertz: rate), channels: 1)
    var analyser = try LandmarkAnalyser(format: format, density: density)
    var start = 0
    while start < samples.count {
      let end = min(samples.count, start + blocks)
      try analyser.consume(PCMBlock(format: format, channels: [Array(samples[start..<end])]))
      start = end
    }
    return try analyser.finish()
  }

  @Test("a beep is a landmark at its time and frequency", arguments: [440.0, 1000, 3000])
  func beep(frequency: Double) throws {
    var samples = [Float](repeating: 0, count: 3 * rate)
    let beep = Signals.chord([frequency], frames: 2205, sampleRate: rate, level: 0.5)
    for (i, value) in beep.enumerated() { samples[rate + i] = value }
    let peak = try #require(try found(samples, density: .query).peaks.first)
    #expect(abs(Landmarks.seconds(peak.frame) - 1.025) < 0.03)
    #expect(abs(Double(peak.bin) * Landmarks.binWidth - frequency) < 12)
  }

  @Test("the size of the blocks changes nothing", arguments: [1_000, 4_099, 1 << 20])
  func blocks(size: Int) throws {
    let music = Signals.music(frames: 4 * rate, sampleRate: rate)
    #expect(try found(music, blocks: size) == found(music))
  }

  @Test("the analysis of a track finds the same on its way")
  func sameAsAnalysis() throws {
    let music = Signals.music(frames: 5 * rate, sampleRate: rate)
    let format = PCMFormat(sampleRate: SampleRate(hertz: rate), channels: 1)
    var analyser = try TrackAnalyser(format: format)
    try analyser.consume(PCMBlock(format: format, channels: [music]))
    let landmarks = try #require(try analyser.finish().landmarks)
    #expect(try landmarks == found(music))
    #expect(!landmarks.peaks.isEmpty)
  }

  @Test("never more than eight a second are stored, at whole bins, whatever the level")
  func density() throws {
    let hiss = Signals.noise(frames: 5 * rate, level: 0.5, seed: 4)
    let stored = try found(hiss)
    for second in 0..<5 {
      let count = stored.peaks.count { Int(Landmarks.seconds($0.frame)) == second }
      #expect((1...8).contains(count))
    }
    #expect(stored.peaks.allSatisfy { $0.bin == $0.bin.rounded() })
    #expect(try found(hiss.map { 0.25 * $0 }).peaks == stored.peaks)
    #expect(try found(hiss, density: .query).peaks.count > stored.peaks.count)
  }

  @Test("silence has none, and levels that say so")
  func silence() throws {
    let landmarks = try found([Float](repeating: 0, count: 2 * rate))
    #expect(landmarks.peaks.isEmpty)
    #expect(landmarks.levelCount == 4)
    #expect(landmarks.levels.allSatisfy { $0 == 255 })
    #expect(try found([]).peaks.isEmpty)
  }
}
