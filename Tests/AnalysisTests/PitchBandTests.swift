import DSP
import Foundation
import Testing

@testable import Analysis

@Suite("The power of each quarter of a semitone")
struct PitchBandTests {
  /// As the tonal spectrum has them.
  private static let (length, rate) = (4096, 5512.5)
  private static let places = PitchBands.places(
    bins: length / 2, binWidth: Float(rate) / Float(length))

  /// The bands of a tone, in MIDI notes.
  private static func bands(_ pitch: Double) -> [Float] {
    let frequency = 440 * exp2((pitch - 69) / 12)
    let tone = (0..<3 * length).map { Float(sin(2 * .pi * frequency * Double($0) / rate)) }
    var spectrum = ShortTimeSpectrum(frameLength: length, hopLength: length, window: .hann)
    var magnitudes = [Float](repeating: 0, count: spectrum.bins)
    spectrum.push(tone)
    // The second frame lies within the tone.
    for _ in 0..<2 { _ = spectrum.next(into: &magnitudes) }
    var bands: [Float] = []
    PitchBands.append(magnitudes, places: places, to: &bands)
    return bands
  }

  private static func amplitudes(_ pitch: Double, cents: Double) -> [Float] {
    PitchBands.amplitudes(of: bands(pitch + cents / 100)[...], tuning: cents)
  }

  @Test("a tone is heard at its note, alike in every tuning", arguments: [40, 52, 69, 88])
  func tunings(note: Int) throws {
    let place = note - PitchBands.notes.lowerBound
    let tuned = Self.amplitudes(Double(note), cents: 0)
    for cents in stride(from: -50.0, through: 50, by: 10) {
      let found = Self.amplitudes(Double(note), cents: cents)
      #expect(found.indices.max { found[$0] < found[$1] } == place)
      // A tone between two bands is shared by them, which a squared cosine weighs a little differently.
      #expect(abs(found[place] / tuned[place] - 1) < 0.08)
    }
  }

  @Test("a tone that moves by a semitone moves by one note, and sounds as loud")
  func semitones() throws {
    let loudest = try (45..<95).map { note in
      try #require(Self.amplitudes(Double(note), cents: 0).max())
    }
    let (least, most) = (try #require(loudest.min()), try #require(loudest.max()))
    #expect(most / least < 1.15)
  }

  @Test("what lies below the notes is not heard")
  func below() throws {
    let inside = try #require(Self.amplitudes(60, cents: 0).max())
    #expect(try #require(Self.amplitudes(20, cents: 0).max()) < 0.01 * inside)
  }
}
