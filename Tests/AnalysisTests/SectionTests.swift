import DSP
import RealModule
import Sound
import TestSignals
import Testing

@testable import Analysis

@Suite struct SectionTests {
  private static let rate = 22_050
  /// Seconds of one part of the pieces below: eight bars at 120 beats a minute.
  private static let part = 16.0

  private enum Part: CaseIterable {
    case drums, chords, noise
  }

  /// A part of `part` seconds, all at 120 beats a minute.
  private static func samples(_ kind: Part) -> [Float] {
    switch kind {
    case .drums: Pieces.groove(bpm: 120, seconds: part, sampleRate: rate).scaled(by: 0.7)
    case .chords: Pieces.cadence(tonic: 0, isMinor: false, seconds: part, sampleRate: rate)
    case .noise:
      zip(
        Signals.noise(frames: Int(part) * rate, level: 0.1),
        Pieces.clickTrack(bpm: 120, seconds: part, sampleRate: rate, start: 0).samples
      ).map { $0 + 0.3 * $1 }
    }
  }

  private static func analysis(_ parts: [Part], blocks: Int = 32_768) throws -> TrackAnalysis {
    try Analysed.track([parts.flatMap(samples)], sampleRate: rate, blocks: blocks)
  }

  private static func expectTiling(_ sections: [Section], duration: Double) {
    #expect(sections.first?.start == 0)
    #expect(abs((sections.last?.end ?? 0) - duration) < 1e-9)
    for (section, next) in zip(sections, sections.dropFirst()) {
      #expect(abs(section.end - next.start) < 1e-9)
    }
    for section in sections {
      #expect(section.duration > 0 && (0...1).contains(section.confidence))
      #expect((0...1).contains(section.keyConfidence) && (0...1).contains(section.tempoConfidence))
    }
  }

  @Test("parts are found to half a second, and those that come back have the same letter")
  func labels() throws {
    let parts: [Part] = [.drums, .chords, .drums, .noise, .chords]
    let analysis = try Self.analysis(parts)
    let sections = try #require(analysis.sections)
    Self.expectTiling(sections, duration: analysis.duration)
    for border in 1..<parts.count {
      let time = Self.part * Double(border)
      #expect(sections.contains { abs($0.start - time) < 0.5 }, "\(time): \(sections)")
    }
    let letters = parts.indices.map { index in
      let middle = Self.part * (Double(index) + 0.5)
      return sections.first { $0.start <= middle && middle < $0.end }?.label
    }
    #expect(letters == ["A", "B", "A", "C", "B"])
  }

  @Test("each section has its own loudness, tempo and key")
  func properties() throws {
    let minor = Pieces.cadence(tonic: 9, isMinor: true, seconds: 16, sampleRate: Self.rate)
    let major = Pieces.cadence(tonic: 1, isMinor: false, seconds: 16, sampleRate: Self.rate)
    let analysis = try Analysed.track([minor + major.scaled(by: 0.25)], sampleRate: Self.rate)
    let sections = try #require(analysis.sections)
    let first = try #require(sections.first)
    let last = try #require(sections.last)
    #expect(first.key == Key(tonic: .a, mode: .minor))
    #expect(last.key == Key(tonic: .cSharp, mode: .major))
    #expect(try #require(first.loudness) > #require(last.loudness) + 8)
    #expect(abs(try #require(first.tempo) - #require(analysis.tempo).bpm) < 1)
  }

  @Test("a short section in another key stays in the track's, a long one modulates")
  func modulation() throws {
    func chroma(_ tonic: Int) -> [Float] {
      let major: [Float] = [1, 0, 0.42, 0, 0.6, 0.4, 0, 0.8, 0, 0.4, 0, 0.35]
      return (0..<12).map { major[($0 - tonic + 12) % 12] }
    }
    let track = Key(tonic: .c, mode: .major)
    func tonics(_ seconds: Double) -> [PitchClass?] {
      SectionKeys.answers(
        [chroma(0), chroma(6), chroma(0), nil], seconds: [20, seconds, 20, 5], track: track
      ).map { $0?.key.tonic }
    }
    #expect(tonics(4) == [.c, .c, .c, nil])
    #expect(tonics(30) == [.c, .fSharp, .c, nil])
    let answers = SectionKeys.answers([chroma(0)], seconds: [9], track: nil)
    let answer = try #require(answers.first ?? nil)
    #expect((0...1).contains(answer.confidence) && answer.modeConfidence > 0.5)
    #expect(SectionKeys.answers([], seconds: [], track: track).isEmpty)
  }

  @Test("sections begin on beats")
  func beats() throws {
    let analysis = try Self.analysis([.drums, .chords, .noise])
    for section in try #require(analysis.sections).dropFirst() {
      #expect(analysis.beats.contains { abs($0 - section.start) < 0.001 })
    }
  }

  @Test("where downbeats are known, sections begin on them")
  func downbeats() {
    // Two kinds of sound that change after seven beats; bars begin with the first or with the fourth.
    for (downbeat, expected) in [(0, 8), (3, 7)] {
      let beats = (0..<32).map { Double($0) / 2 }
      let sounds = beats.indices.flatMap { beat in
        (0..<StructureUnits.dimensions).map { Float($0 == (beat < 7 ? 0 : 1) ? 1 : 0) }
      }
      let units = StructureUnits(starts: beats, end: 16, areBeats: true, features: sounds)
      let grid = MetricalGrid(
        beats: beats, downbeats: beats.indices.filter { $0 % 4 == downbeat }.map { beats[$0] },
        beatsPerBar: 4, beatsPerBarConfidence: 1)
      let found = SectionBoundaries.find(in: units, grid: grid)
      #expect(found == [0, expected])
    }
  }

  @Test("music that stays the same is one section, noise and silence too", arguments: 0..<3)
  func one(signal: Int) throws {
    let frames = 40 * Self.rate
    let samples =
      switch signal {
      case 0: Signals.noise(frames: frames)
      case 1: Signals.sine(440, frames: frames, sampleRate: Self.rate)
      default: Signals.chord([220, 277, 330], frames: frames, sampleRate: Self.rate)
      }
    let analysis = try Analysed.track([samples], sampleRate: Self.rate)
    let sections = try #require(analysis.sections)
    Self.expectTiling(sections, duration: analysis.duration)
    #expect(Set(sections.map(\.label)).count <= 2)
    let silence = try Analysed.track([Signals.silence(frames: 9000)], sampleRate: Self.rate)
    #expect(silence.sections == nil && silence.highlight == nil)
  }

  @Test("sounds too short for a beat are one section", arguments: [9000, 12_000, 30_000])
  func short(frames: Int) throws {
    let analysis = try Analysed.track([Signals.noise(frames: frames)], sampleRate: Self.rate)
    Self.expectTiling(try #require(analysis.sections), duration: analysis.duration)
  }

  @Test("chapters of silence keep their place, before, between and after others")
  func silentChapters() {
    var chapter = SpectralChapter(firstFrame: 60_000)
    chapter.onsetBands = Array(repeating: 0.1, count: 2000 * SpectralFrontEnd.onsetBands.count)
    chapter.melBands = Array(repeating: 0.1, count: 1000 * SpectralFrontEnd.melBands.count)
    chapter.tonalPeaks = Array(repeating: [], count: 100)
    let start = Double(chapter.firstFrame) / SpectralFrontEnd.frameRate
    let end = start + 2000 / SpectralFrontEnd.frameRate
    var summary = StructureSummary()
    summary.addSilence(start: 0)
    summary.add(
      chapter, start: start, gain: 1, strength: Array(repeating: 0, count: 2000), tuning: 0)
    summary.addSilence(start: end)
    #expect(abs(Double(summary.timbreFrames) * StructureSummary.timbreSeconds - end) < 0.2)
    #expect(abs(Double(summary.chromaFrames) * StructureSummary.chromaSeconds - end) < 0.4)
    #expect(summary.segments.segments.map(\.start) == [0, start, end])

    let units = StructureUnits(summary, beats: [], duration: end + 300)
    let found = SectionBoundaries.find(in: units, grid: MetricalGrid(beats: []))
    #expect(found.count == 3)
    #expect(abs(units.starts[found[1]] - start) < 1 && abs(units.starts[found[2]] - end) < 1)
  }

  @Test("the size of the blocks changes nothing", arguments: [777, 8192])
  func blocks(size: Int) throws {
    let whole = try Self.analysis([.drums, .chords], blocks: 1 << 20)
    let pieces = try Self.analysis([.drums, .chords], blocks: size)
    let (a, b) = (try #require(whole.sections), try #require(pieces.sections))
    #expect(a.map(\.label) == b.map(\.label))
    #expect(zip(a, b).allSatisfy { abs($0.start - $1.start) < 1e-3 })
  }

  @Test("the highlight is the loud part that comes back")
  func highlight() {
    func section(
      _ start: Double, _ duration: Double, _ label: String, _ loudness: Double
    ) -> Section {
      Section(
        start: start, duration: duration, confidence: 1, label: label, loudness: loudness,
        tempo: nil, tempoConfidence: 0, key: nil, keyConfidence: 0, modeConfidence: 0,
        beatsPerBar: nil, beatsPerBarConfidence: 0)
    }
    let sections = [
      section(0, 15, "A", -20), section(15, 30, "B", -12), section(45, 25, "C", -9),
      section(70, 30, "B", -12), section(100, 25, "C", -8.5), section(125, 4, "D", -3),
      // Louder and longer, but it does not come back.
      section(129, 40, "E", -6), section(169, 11, "A", -20),
    ]
    #expect(Highlight(of: sections, duration: 180) == Highlight(start: 100, duration: 30))
    #expect(Highlight(of: [], duration: 10) == nil)
    let late = Highlight(of: [section(0, 20, "A", -9)], duration: 20)
    #expect(late == Highlight(start: 0, duration: 20))
  }

  @Test("kinds are numbered as they appear, and named like the columns of a sheet")
  func kinds() {
    let (a, b, c): ([Float], [Float], [Float]) = ([0, 0], [1, 0], [0, 1])
    #expect(SectionLabels.kinds(of: [a, b, a, c, b, a]) == [0, 1, 0, 2, 1, 0])
    #expect(SectionLabels.kinds(of: []) == [])
    #expect(SectionLabels.kinds(of: [a]) == [0])
    let names = [0, 25, 26, 51, 52, 702].map(SectionLabels.name)
    #expect(names == ["A", "Z", "AA", "AZ", "BA", "AAA"])
  }

  @Test("clusters found by chains are those found by trying all pairs", arguments: 1...20)
  func chains(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let points = (0..<30).map { _ in
      [Float.random(in: 0...2, using: &generator), Float.random(in: 0...2, using: &generator)]
    }
    #expect(SectionLabels.kinds(of: points) == Self.allPairs(points))
  }

  /// Average linkage by its definition.
  private static func allPairs(_ points: [[Float]]) -> [Int] {
    var clusters = points.indices.map { [$0] }
    while clusters.count > 1 {
      var best: (distance: Float, a: Int, b: Int) = (.infinity, 0, 0)
      for a in clusters.indices {
        for b in 0..<a {
          var sum: Float = 0
          for i in clusters[a] {
            for j in clusters[b] { sum += SectionLabels.distance(points[i], points[j]) }
          }
          let mean = sum / Float(clusters[a].count * clusters[b].count)
          if mean < best.distance { best = (mean, a, b) }
        }
      }
      guard best.distance < SectionLabels.threshold else { break }
      clusters[best.b] += clusters[best.a]
      clusters.remove(at: best.a)
    }
    var kinds = [Int](repeating: 0, count: points.count)
    let inOrder = clusters.sorted { ($0.min() ?? 0) < ($1.min() ?? 0) }
    for (kind, cluster) in inOrder.enumerated() {
      for point in cluster { kinds[point] = kind }
    }
    return kinds
  }
}
