import DSP
import RealModule
import Sound
import TestSignals
import Testing

@testable import Analysis

@Suite struct SegmentTests {
  private static let rate = 22_050

  /// Notes of half a second, one after the other, given as MIDI numbers.
  private static func melody(_ pitches: [Int], level: Double = 0.3) -> [Float] {
    pitches.flatMap { pitch in
      let frequency = 440 * Double.exp2(Double(pitch - 69) / 12)
      return (0..<rate / 2).map { n -> Float in
        let t = Double(n) / Double(rate)
        var sum = 0.0
        for harmonic in 1...5 {
          sum += .sin(2 * .pi * frequency * Double(harmonic) * t) / Double(harmonic)
        }
        let attack = min(1, t / 0.005)
        return Float(level * attack * .exp(-3 * t) * sum)
      }
    }
  }

  private static func details(_ channels: [[Float]]) throws -> (TrackDetails, Double) {
    let analysis = try Analysed.track(channels, sampleRate: rate)
    return (try #require(analysis.details), analysis.duration)
  }

  /// What every track's segments keep to.
  private static func expectTiling(_ segments: [Segment], duration: Double) {
    #expect(segments.first?.start == 0)
    #expect(abs((segments.last.map { $0.start + $0.duration } ?? 0) - duration) < 1e-9)
    for (segment, next) in zip(segments, segments.dropFirst()) {
      #expect(abs(segment.start + segment.duration - next.start) < 1e-9)
      #expect(segment.loudnessEnd == next.loudnessStart)
    }
    for segment in segments {
      #expect(segment.duration > 0 && (0...1).contains(segment.confidence))
      #expect(segment.pitches.count == 12 && segment.timbre.count == 12)
      #expect(segment.pitches.allSatisfy { (0...1).contains($0) })
      #expect(segment.pitches.max() == 1 || segment.pitches.allSatisfy { $0 == 0 })
      #expect(segment.timbre.allSatisfy { $0.isFinite })
      #expect((0...segment.duration).contains(segment.loudnessMaxTime))
      #expect(segment.loudnessMax >= segment.loudnessStart && segment.loudnessStart >= -60)
    }
  }

  @Test("each note is a segment that begins with it and sounds its pitch")
  func notes() throws {
    let pitches = [60, 64, 67, 72, 62, 65, 69, 60]
    let (details, duration) = try Self.details([Self.melody(pitches)])
    Self.expectTiling(details.segments, duration: duration)
    for (index, pitch) in pitches.enumerated() {
      let time = Double(index) / 2
      let segment = try #require(
        details.segments.min { abs($0.start - time) < abs($1.start - time) })
      #expect(abs(segment.start - time) < 0.02)
      #expect(segment.pitches.firstIndex(of: 1) == pitch % 12)
      #expect(segment.loudnessMaxTime < 0.06)
    }
    #expect(details.segments.count <= pitches.count + 2)
  }

  @Test("music, noise, a click track and silence are tiled", arguments: 0..<5)
  func tiling(signal: Int) throws {
    let frames = 6 * Self.rate + 123
    let samples =
      switch signal {
      case 0: Signals.music(frames: frames, sampleRate: Self.rate)
      case 1: Signals.noise(frames: frames)
      case 2: Pieces.clickTrack(bpm: 120, seconds: 6, sampleRate: Self.rate).samples
      case 3: Signals.silence(frames: frames)
      default: Signals.noise(frames: 300)
      }
    let (details, duration) = try Self.details([samples])
    Self.expectTiling(details.segments, duration: duration)
    if signal == 3 { #expect(details.segments.count == 1) }
  }

  @Test("segments tile at every sample rate", arguments: [8000, 11_025, 44_100, 96_000])
  func rates(rate: Int) throws {
    let music = Signals.music(frames: 3 * rate, sampleRate: rate)
    let analysis = try Analysed.track([music, music], sampleRate: rate, blocks: 5000)
    let details = try #require(analysis.details)
    Self.expectTiling(details.segments, duration: analysis.duration)
    let loudest = try #require(details.segments.map(\.loudnessMax).max())
    #expect(abs(loudest - (try #require(analysis.loudness.momentaryMax))) < 6)
  }

  @Test("brighter sound has more brightness, an attack more attack, louder sound more level")
  func timbre() throws {
    let low = Signals.sine(200, frames: Self.rate, sampleRate: Self.rate)
    let high = Signals.sine(4000, frames: Self.rate, sampleRate: Self.rate)
    let (dark, _) = try Self.details([low + low])
    let (bright, _) = try Self.details([high + high])
    #expect(bright.segments[0].timbre[1] > dark.segments[0].timbre[1] + 1)
    let (decaying, _) = try Self.details([Self.melody([60, 60, 60, 60])])
    #expect(decaying.segments[1].timbre[3] > 0.3)
    let music = Signals.music(frames: 2 * Self.rate, sampleRate: Self.rate)
    let (stepped, _) = try Self.details([music.scaled(by: 0.1) + music])
    #expect(try #require(stepped.segments.last).timbre[0] > stepped.segments[0].timbre[0] + 5)
  }

  @Test("a gain changes the loudness of segments by as much and neither pitch nor timbre")
  func gain() throws {
    let melody = Self.melody([60, 64, 67, 65, 62, 60])
    let (loud, _) = try Self.details([melody])
    let (soft, _) = try Self.details([melody.scaled(by: 0.1)])
    try #require(loud.segments.count == soft.segments.count)
    for (a, b) in zip(loud.segments, soft.segments) {
      #expect(abs(a.loudnessMax - b.loudnessMax - 20) < 0.01)
      #expect(zip(a.timbre, b.timbre).allSatisfy { abs($0 - $1) < 0.02 })
      #expect(zip(a.pitches, b.pitches).allSatisfy { abs($0 - $1) < 0.02 })
    }
  }

  @Test("the first coefficient is the mean level in decibels, and a flat sound has no other")
  func basis() {
    let bands = SpectralFrontEnd.melBands.count
    let logs = [Float](repeating: 0.5, count: 7 * bands)
    let flat = TimbreBasis.coefficients(logs.span, frames: 0..<7)
    #expect(abs(flat[0] - 0.5 * 20 / .log(10)) < 1e-4)
    #expect(flat.dropFirst().allSatisfy { abs($0) < 1e-5 })
    // A pattern of the basis has its own coefficient alone, as large as its root mean square.
    let phase = Float.pi / Float(bands)
    let tilt = (0..<7 * bands).map { Float.cos(phase * (Float($0 % bands) + 0.5)) }
    let tilted = TimbreBasis.coefficients(tilt.span, frames: 0..<7)
    #expect(abs(tilted[1] + 20 / .log(10) / Float(2).squareRoot()) < 1e-3)
    #expect(tilted.indices.allSatisfy { $0 == 1 || abs(tilted[$0]) < 1e-4 })
  }

  @Test("details come back from their bytes within half a unit of each field")
  func encoding() throws {
    let music = Signals.music(frames: 8 * Self.rate, sampleRate: Self.rate)
    let (details, _) = try Self.details([music, music.reversed()])
    let back = try TrackDetails(encoded: details.encoded)
    #expect(back.waveform == details.waveform)
    #expect(back.loudnessHistogram == details.loudnessHistogram)
    #expect(back.loudnessCurve.hop == details.loudnessCurve.hop)
    for (a, b) in zip(back.loudnessCurve.values, details.loudnessCurve.values) {
      #expect(abs(a - b) <= 0.0051)
    }
    try #require(back.segments.count == details.segments.count)
    for (a, b) in zip(back.segments, details.segments) {
      #expect(abs(a.start - b.start) <= 0.000_051 && abs(a.duration - b.duration) <= 0.000_11)
      #expect(abs(a.loudnessMax - b.loudnessMax) <= 0.0051)
      #expect(abs(a.loudnessEnd - b.loudnessEnd) <= 0.0051)
      #expect(abs(a.confidence - b.confidence) <= 0.000_51)
      #expect(zip(a.pitches, b.pitches).allSatisfy { abs($0 - $1) <= 0.5 / 255 + 1e-6 })
      #expect(zip(a.timbre, b.timbre).allSatisfy { abs($0 - $1) <= 0.0051 })
      #expect(a.pitches.max() == b.pitches.max())
    }
    // Written once more, nothing moves.
    let again = try TrackDetails(encoded: back.encoded)
    #expect(again == back)
  }

  @Test("bytes that were cut or turned are refused, never trusted")
  func damage() throws {
    let (details, _) = try Self.details([Self.melody([60, 62, 64])])
    let bytes = details.encoded
    for length in stride(from: 0, to: bytes.count, by: 5) {
      let part = Array(bytes.prefix(length))
      #expect(throws: AnalysisError.self) { try TrackDetails(encoded: part) }
    }
    #expect(throws: AnalysisError.self) { try TrackDetails(encoded: bytes + [0]) }
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      var wrong = bytes
      let place = Int.random(in: 0..<wrong.count, using: &generator)
      wrong[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
      // Some turned bits are other numbers; none may stop the program.
      _ = try? TrackDetails(encoded: wrong)
    }
  }
}
