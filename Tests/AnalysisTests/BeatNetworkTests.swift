import DSP
import TestSignals
import Testing

@testable import Analysis

@Suite struct BeatNetworkTests {
  /// Groups of filters that rise together every `period` frames, from `start` on; the rest is a steady level.
  private static func pulses(frames: Int, period: Int, start: Int) -> BeatSpectra {
    let filters = SpectralFrontEnd.onsetBands.count
    var spectra = BeatSpectra(capacity: frames)
    for frame in 0..<frames {
      let since = frame >= start ? (frame - start) % period : period
      let level: Float = since < 8 ? 4 - 0.3 * Float(since) : 1.5
      spectra.add(
        [Float](repeating: level, count: filters + 2), from: 1,
        rises: [Float](repeating: since < 2 ? 1.5 : 0, count: filters))
    }
    spectra.center(active: 0..<frames)
    return spectra
  }

  @Test("beats are heard where something pulses, and hardly between")
  func pulse() throws {
    let heard = BeatNetwork.activation(of: Self.pulses(frames: 3000, period: 50, start: 20))
    #expect(heard.beats.count == 1500)
    let middle = 500..<1000
    let on = middle.filter { (2 * $0 - 20) % 50 == 0 }.map { n in
      heard.beats[n - 1...n + 1].max() ?? 0
    }
    let between = middle.filter { (2 * $0 - 20 + 26) % 50 == 0 }.map { heard.beats[$0] }
    #expect(on.reduce(0, +) / Float(on.count) > 0.5)
    #expect(between.reduce(0, +) / Float(between.count) < 0.2)
  }

  @Test("what is heard moves with the music")
  func delay() {
    let early = BeatNetwork.activation(of: Self.pulses(frames: 4200, period: 60, start: 0))
    let late = BeatNetwork.activation(of: Self.pulses(frames: 4200, period: 60, start: 40))
    // Ten seconds from either end nothing beyond it is seen; the levels' means differ by a hundredth.
    for n in 520..<1560 {
      #expect(abs(early.beats[n] - late.beats[n + 20]) < 0.05)
      #expect(abs(early.downbeats[n] - late.downbeats[n + 20]) < 0.05)
    }
  }

  @Test("a part of it is what was heard there", arguments: [(0, 4), (100, 260), (2000, 2999)])
  func part(first: Int, end: Int) {
    let whole = BeatNetwork.activation(of: Self.pulses(frames: 2999, period: 47, start: 11))
    #expect(whole.envelope(frames: 2999).count == 2999)
    let part = whole.part(first..<end)
    // The last may lie between two values, of which the part has one.
    let expected = whole.envelope(frames: 2999)[first..<end].dropLast()
    #expect(Array(part.envelope(frames: end - first).dropLast()) == Array(expected))
  }

  @Test("nothing, and a single frame, are no accident", arguments: [0, 1, 2])
  func short(frames: Int) {
    let heard = BeatNetwork.activation(of: Self.pulses(frames: frames, period: 50, start: 0))
    #expect(heard.beats.count == (frames + 1) / 2)
    #expect(heard.beats.allSatisfy { 0...1 ~= $0 } && heard.downbeats.allSatisfy { 0...1 ~= $0 })
    #expect(heard.envelope(frames: frames).count == frames)
    #expect(heard.barOdds(at: 0).isFinite)
  }

  @Test("a minute of silence before the music moves its beats, and nothing else")
  func silence() throws {
    let (piece, _) = Pieces.clickTrack(bpm: 104, seconds: 30, sampleRate: 22_050)
    let plain = try Analysed.track([piece], sampleRate: 22_050)
    let late = try Analysed.track(
      [Signals.silence(frames: 60 * 22_050) + piece], sampleRate: 22_050)
    #expect(abs(try #require(late.tempo).bpm - (try #require(plain.tempo).bpm)) < 0.1)
    #expect(abs(late.beats.count - plain.beats.count) <= 1)
    for beat in plain.beats.dropFirst(2).dropLast(2) {
      #expect(late.beats.contains { abs($0 - beat - 60) < 0.02 })
    }
  }
}
