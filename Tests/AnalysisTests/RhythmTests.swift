import Analysis
import TestSignals
import Testing

@Suite struct RhythmTests {
  @Test("a click train has its tempo", arguments: [70.0, 90, 100, 112.3, 120, 128, 140, 160])
  func tempo(bpm: Double) throws {
    let clicks = Pieces.clickTrack(bpm: bpm, seconds: 20, sampleRate: 44_100).samples
    let tempo = try #require(try Analysed.track([clicks, clicks], sampleRate: 44_100).tempo)
    #expect(abs(tempo.bpm / bpm - 1) < 0.005)
    #expect(tempo.stability > 0.9)
  }

  @Test(
    "very slow and very fast clicks are read at a related level, and named within 4 %",
    arguments: [48.0, 55, 190, 220])
  func octave(bpm: Double) throws {
    let clicks = Pieces.clickTrack(bpm: bpm, seconds: 20, sampleRate: 22_050).samples
    let tempo = try #require(try Analysed.track([clicks], sampleRate: 22_050).tempo)
    let readings = [tempo.bpm] + tempo.alternatives.map(\.bpm)
    #expect([0.5, 1, 2, 3].contains { abs(tempo.bpm / (bpm * $0) - 1) < 0.01 })
    #expect(readings.contains { abs($0 / bpm - 1) < 0.04 })
  }

  @Test(
    "beats stand within 20 ms of the clicks at every sample rate",
    arguments: [8000, 11_025, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000])
  func beats(rate: Int) throws {
    let bpm = 126.0
    let (samples, clicks) = Pieces.clickTrack(bpm: bpm, seconds: 15, sampleRate: rate)
    for channels in [[samples], [samples, samples]] {
      let analysis = try Analysed.track(channels, sampleRate: rate)
      #expect(abs(try #require(analysis.tempo).bpm / bpm - 1) < 0.005)
      // Nothing is asked of the first and the last: they have a neighbour on one side only.
      for click in clicks.dropFirst().dropLast() {
        #expect(analysis.beats.contains { abs($0 - click) < 0.02 })
      }
      #expect(abs(analysis.beats.count - clicks.count) <= 2)
      #expect(analysis.beats == analysis.beats.sorted())
    }
  }

  @Test("beats go on without a seam where a long track is cut into chapters")
  func chapters() throws {
    let bpm = 120.0
    let (samples, clicks) = Pieces.clickTrack(bpm: bpm, seconds: 13 * 60, sampleRate: 8000)
    let analysis = try Analysed.track([samples], sampleRate: 8000)
    #expect(abs(try #require(analysis.tempo).bpm / bpm - 1) < 0.001)
    #expect(abs(analysis.beats.count - clicks.count) <= 2)
    for (earlier, later) in zip(analysis.beats, analysis.beats.dropFirst()) {
      #expect(abs(later - earlier - 0.5) < 0.04)
    }
  }

  @Test(
    "two songs in one chapter keep the tempo that each has, to the seam", arguments: [80.0, 220])
  func mix(seam: Double) throws {
    let length = 300.0
    let first = Pieces.clickTrack(bpm: 128, seconds: seam, sampleRate: 8000).samples
    let second = Pieces.clickTrack(bpm: 90, seconds: length - seam, sampleRate: 8000).samples
    let beats = try Analysed.track([first + second], sampleRate: 8000).beats
    for (bpm, range) in [(128.0, 5..<seam - 8), (90.0, seam + 8..<length - 5)] {
      let inside = beats.filter(range.contains)
      #expect(abs(Double(inside.count) - (range.upperBound - range.lowerBound) * bpm / 60) <= 2)
      for (earlier, later) in zip(inside, inside.dropFirst()) {
        #expect(abs(later - earlier - 60 / bpm) < 0.04)
      }
    }
  }

  @Test("forty clicks a minute are forty", arguments: [38.0, 40, 44])
  func slow(bpm: Double) throws {
    let clicks = Pieces.clickTrack(bpm: bpm, seconds: 30, sampleRate: 22_050).samples
    let tempo = try #require(try Analysed.track([clicks], sampleRate: 22_050).tempo)
    #expect(abs(tempo.bpm / bpm - 1) < 0.005)
    #expect(tempo.curve == nil)
  }

  @Test("a few clicks are read at their tempo or half of it, not at its double")
  func few() throws {
    for seconds in [2.5, 3, 4] {
      let clicks = Pieces.clickTrack(bpm: 120, seconds: seconds, sampleRate: 22_050).samples
      let tempo = try #require(try Analysed.track([clicks], sampleRate: 22_050).tempo)
      #expect(abs(tempo.bpm / 120 - 1) < 0.02 || abs(tempo.bpm / 60 - 1) < 0.02)
    }
  }

  @Test("what does not pulse has no tempo")
  func still() throws {
    let noise = Signals.noise(frames: 30 * 22_050, seed: 5)
    let chord = Signals.chord(
      [110, 220, 330], frames: 30 * 22_050, sampleRate: 22_050, level: 0.2)
    for samples in [noise, chord] {
      let analysis = try Analysed.track([samples], sampleRate: 22_050)
      #expect(analysis.tempo == nil && analysis.beats.isEmpty && analysis.meter == nil)
    }
  }

  @Test("a tempo that changes is told as a curve, and folds with the tempo")
  func curve() throws {
    let slow = Pieces.clickTrack(bpm: 114, seconds: 20, sampleRate: 22_050).samples
    let fast = Pieces.clickTrack(bpm: 122, seconds: 20, sampleRate: 22_050).samples
    let tempo = try #require(try Analysed.track([slow + fast], sampleRate: 22_050).tempo)
    let curve = try #require(tempo.curve)
    #expect(abs(try #require(curve.first).bpm - 114) < 2)
    #expect(abs(try #require(curve.last).bpm - 122) < 2)
    let folded = try #require(tempo.folded(into: 50...70).curve)
    #expect(abs(try #require(folded.last).bpm - 61) < 1)
  }

  @Test("noise pulses less surely than clicks")
  func noise() throws {
    let noise = Signals.noise(frames: 20 * 22_050, seed: 11)
    let clicks = Pieces.clickTrack(bpm: 120, seconds: 20, sampleRate: 22_050).samples
    let unsure = try #require(try Analysed.track([noise], sampleRate: 22_050).features)
    let sure = try #require(try Analysed.track([clicks], sampleRate: 22_050).features)
    #expect(unsure.pulseClarity < 0.5 * sure.pulseClarity)
  }
}
