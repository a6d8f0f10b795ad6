import Analysis
import TestSignals
import Testing

@Suite struct HarmonyTests {
  private static let rate = 11_025

  @Test(
    "the chords of a cadence are found in order, wherever it is transposed to", arguments: 0..<12)
  func cadence(tonic: Int) throws {
    let piece = Pieces.cadence(
      tonic: tonic, isMinor: false, seconds: 12, sampleRate: Self.rate)
    let chords = try #require(try Analysed.track([piece], sampleRate: Self.rate).chords)
    let roots = chords.compactMap(\.root)
    for degree in [0, 5, 7] {
      #expect(roots.contains(PitchClass.allCases[(tonic + degree) % 12]))
    }
    let inKey = chords.filter { chord in
      [0, 5, 7].contains { chord.root == PitchClass.allCases[(tonic + $0) % 12] }
    }
    #expect(inKey.map(\.duration).reduce(0, +) > 0.8 * 12)
  }

  @Test("chords and key spans tile the track")
  func tiling() throws {
    let piece = Pieces.cadence(tonic: 3, isMinor: true, seconds: 20, sampleRate: Self.rate)
    let analysis = try Analysed.track([piece], sampleRate: Self.rate)
    let chords = try #require(analysis.chords).map { ($0.start, $0.duration) }
    let spans = try #require(analysis.keySpans).map { ($0.start, $0.duration) }
    for parts in [chords, spans] {
      #expect(parts.first?.0 == 0)
      for (part, next) in zip(parts, parts.dropFirst()) {
        #expect(abs(part.0 + part.1 - next.0) < 1e-9)
        #expect(part.1 > 0)
      }
      let last = try #require(parts.last)
      #expect(abs(last.0 + last.1 - analysis.duration) < 1e-9)
    }
  }

  @Test("noise has hardly a chord, silence has no key spans")
  func noise() throws {
    let noise = Signals.noise(frames: 20 * Self.rate, seed: 5)
    let chords = try #require(try Analysed.track([noise], sampleRate: Self.rate).chords)
    let sure = chords.filter { $0.root != nil }.map(\.duration).reduce(0, +)
    #expect(sure < 4)
    let silence = try Analysed.track(
      [Signals.silence(frames: 5 * Self.rate)], sampleRate: Self.rate)
    #expect(silence.keySpans == nil)
    #expect(silence.chords == nil)
  }

  @Test("a modulation is found, and the track's key is one of the spans'")
  func modulation() throws {
    let piece =
      Pieces.cadence(tonic: 0, isMinor: false, seconds: 48, sampleRate: Self.rate)
      + Pieces.cadence(tonic: 3, isMinor: false, seconds: 32, sampleRate: Self.rate)
    let analysis = try Analysed.track([piece], sampleRate: Self.rate)
    let spans = try #require(analysis.keySpans)
    #expect(spans.map(\.key.tonic) == [.c, .dSharp])
    let change = try #require(spans.last?.start)
    #expect(abs(change - 48) < 4)
    let main = try #require(analysis.key).key
    #expect(spans.contains { $0.key == main })
  }

  @Test("one key held throughout is one span of that key")
  func steady() throws {
    let piece = Pieces.cadence(tonic: 7, isMinor: true, seconds: 60, sampleRate: Self.rate)
    let analysis = try Analysed.track([piece], sampleRate: Self.rate)
    #expect(analysis.keySpans?.map(\.key) == [try #require(analysis.key).key])
  }

  @Test("fifths are more consonant than semitones, and a held sound changes nothing")
  func consonance() throws {
    let c = Signals.sine(261.63, frames: 10 * Self.rate, sampleRate: Self.rate, level: 0.2)
    func harmony(_ hertz: Double) throws -> Harmony {
      let other = Signals.sine(hertz, frames: 10 * Self.rate, sampleRate: Self.rate, level: 0.2)
      let both = zip(c, other).map { $0 + $1 }
      return try #require(try Analysed.track([both], sampleRate: Self.rate).harmony)
    }
    let fifth = try harmony(392)
    let semitone = try harmony(277.18)
    #expect(fifth.consonance > 0.9)
    #expect(semitone.consonance < 0.3)
    #expect(fifth.chordChangeRate < 7)
  }

  @Test("Open Key codes: C major is 1d, A minor 1m, a fifth up one on")
  func openKey() {
    #expect(Key(tonic: .c, mode: .major).openKey == "1d")
    #expect(Key(tonic: .a, mode: .minor).openKey == "1m")
    #expect(Key(tonic: .g, mode: .major).openKey == "2d")
    #expect(Key(tonic: .f, mode: .major).openKey == "12d")
    #expect(Set(Key.all.map(\.openKey)).count == 24)
  }
}
