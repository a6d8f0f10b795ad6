import Analysis
import TestSignals
import Testing

@Suite struct TonalityTests {
  private static let rate = 11_025

  @Test(
    "a cadence is in its key, in all 24 and at every tuning", arguments: 0..<12, [-30.0, 0, 30])
  func keys(tonic: Int, cents: Double) throws {
    for mode in Mode.allCases {
      let piece = Pieces.cadence(
        tonic: tonic, isMinor: mode == .minor, seconds: 8, sampleRate: Self.rate, cents: cents)
      let key = try #require(try Analysed.track([piece], sampleRate: Self.rate).key)
      #expect(key.key == Key(tonic: PitchClass.allCases[tonic], mode: mode))
      #expect(abs(key.tuning - cents) < 4)
    }
  }

  @Test("the Camelot wheel: A minor and C major stand at eight, a fifth up is one hour on")
  func camelot() {
    #expect(Key(tonic: .a, mode: .minor).camelot == "8A")
    #expect(Key(tonic: .c, mode: .major).camelot == "8B")
    #expect(Key(tonic: .g, mode: .major).camelot == "9B")
    #expect(Key(tonic: .e, mode: .major).camelot == "12B")
    #expect(Key(tonic: .b, mode: .major).camelot == "1B")
    #expect(Set(Key.all.map(\.camelot)).count == 24)
  }

  @Test("noise has no key to be sure of")
  func noise() throws {
    let noise = Signals.noise(frames: 10 * Self.rate, seed: 3)
    let piece = Pieces.cadence(tonic: 4, isMinor: false, seconds: 10, sampleRate: Self.rate)
    let unsure = try Analysed.track([noise], sampleRate: Self.rate).key?.confidence ?? 0
    let sure = try #require(try Analysed.track([piece], sampleRate: Self.rate).key).confidence
    #expect(unsure < 0.3)
    #expect(sure > 0.6)
  }

  @Test("confidences of the readings are shares: falling, and together at most one")
  func confidences() throws {
    let piece = Pieces.cadence(tonic: 2, isMinor: true, seconds: 10, sampleRate: Self.rate)
    let key = try #require(try Analysed.track([piece], sampleRate: Self.rate).key)
    let all = [key.confidence] + key.alternatives.map(\.confidence)
    #expect(all == all.sorted(by: >))
    #expect(all.reduce(0, +) <= 1 + 1e-9)
  }
}
