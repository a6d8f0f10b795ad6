import Analysis
import Sound
import TestSignals
import Testing

@Suite struct TrackAnalyserTests {
  private static func piece(seconds: Double, rate: Int) -> [Float] {
    let drums = Pieces.groove(bpm: 120, seconds: seconds, sampleRate: rate)
    let chords = Pieces.cadence(tonic: 9, isMinor: true, seconds: seconds, sampleRate: rate)
    return zip(drums, chords).map { 0.5 * ($0 + $1) }
  }

  /// The largest difference of any number of two analyses' features.
  private static func difference(_ a: TrackFeatures, _ b: TrackFeatures) -> Float {
    func flat(_ f: TrackFeatures) -> [Float] {
      f.timbreMean + f.timbreChange + f.spectralShape + f.tempogram.flatMap { $0 } + [f.flux]
        + f.octaveChroma + f.chromaMean + f.keyCorrelations
    }
    return zip(flat(a), flat(b)).map { abs($0 - $1) }.max() ?? 0
  }

  @Test("the size of the blocks changes nothing", arguments: [1, 7, 1024], [44_100, 48_000])
  func blocks(size: Int, rate: Int) throws {
    let left = Self.piece(seconds: 4, rate: rate)
    let channels = [left, left.scaled(by: 0.7)]
    let whole = try Analysed.track(channels, sampleRate: rate, blocks: left.count)
    let pieces = try Analysed.track(channels, sampleRate: rate, blocks: size)
    // The level is a sum in another order: the gain differs in its last digits, and so does all after it.
    #expect(Self.difference(try #require(pieces.features), try #require(whole.features)) < 1e-4)
    #expect(pieces.beats.count == whole.beats.count)
    #expect(zip(pieces.beats, whole.beats).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(pieces.key?.key == whole.key?.key)
    #expect(abs(try #require(pieces.tempo).bpm - #require(whole.tempo).bpm) < 1e-3)
    #expect(pieces.loudness.truePeak == whole.loudness.truePeak)
    let (a, b) = (try #require(pieces.descriptors.energy), try #require(whole.descriptors.energy))
    #expect(abs(a.value - b.value) < 1e-4)
    #expect(pieces.duration == whole.duration)
  }

  @Test(
    "20 dB more or less change the loudness by as much, and nothing else", arguments: [-20.0, 20])
  func gain(decibels: Double) throws {
    let piece = Self.piece(seconds: 10, rate: 22_050).scaled(by: 0.3)
    let changed = piece.scaled(by: decibels > 0 ? 10 : 0.1)
    let (a, b) = (
      try Analysed.track([piece], sampleRate: 22_050),
      try Analysed.track([changed], sampleRate: 22_050)
    )
    #expect(
      abs(try #require(b.loudness.integrated) - #require(a.loudness.integrated) - decibels) < 0.01)
    #expect(abs(try #require(b.tempo).bpm - #require(a.tempo).bpm) < 0.01)
    #expect(a.key?.key == b.key?.key)
    #expect(a.beats.count == b.beats.count)
    #expect(zip(a.beats, b.beats).allSatisfy { abs($0 - $1) < 0.001 })
    for descriptor in [\Descriptors.energy, \.danceability, \.valence] {
      let (x, y) = (
        try #require(a.descriptors[keyPath: descriptor]),
        try #require(b.descriptors[keyPath: descriptor])
      )
      #expect(abs(x.value - y.value) < 0.001)
      #expect(abs(x.confidence - y.confidence) < 0.001)
    }
  }

  @Test("a mono file and the same in both channels are the same music")
  func monoAndStereo() throws {
    let piece = Self.piece(seconds: 8, rate: 44_100)
    let mono = try Analysed.track([piece], sampleRate: 44_100)
    let stereo = try Analysed.track([piece, piece], sampleRate: 44_100)
    #expect(Self.difference(try #require(mono.features), try #require(stereo.features)) < 1e-3)
    #expect(
      abs(try #require(stereo.loudness.integrated) - #require(mono.loudness.integrated) - 3.01)
        < 0.01)
    #expect(
      abs(try #require(mono.descriptors.energy).value - #require(stereo.descriptors.energy).value)
        < 0.001)
  }

  @Test(
    "what does not sound has no tempo, key or descriptor, and that is no error",
    arguments: [0, 1, 100, 30_000])
  func silence(frames: Int) throws {
    for rate in [8000, 44_100, 48_000] {
      let analysis = try Analysed.track([Signals.silence(frames: frames)], sampleRate: rate)
      #expect(analysis.isSilent)
      #expect(analysis.tempo == nil && analysis.key == nil && analysis.beats.isEmpty)
      #expect(analysis.descriptors == Descriptors() && analysis.features == nil)
      #expect(analysis.loudness.truePeak == nil)
      #expect(analysis.duration == Double(frames) / Double(rate))
    }
  }

  @Test(
    "a sound shorter than any window is measured as far as it goes",
    arguments: [1, 2, 63, 500, 5000])
  func short(frames: Int) throws {
    for rate in [8000, 44_100, 96_000] {
      let noise = Signals.noise(frames: frames, level: 0.5)
      let analysis = try Analysed.track([noise, noise], sampleRate: rate)
      #expect(analysis.loudness.truePeak != nil)
      // Less than 400 ms have no loudness.
      if frames < rate * 4 / 10 { #expect(analysis.isSilent) }
    }
  }

  @Test("a constant offset is one click at the start: nothing energetic, and nothing to be sure of")
  func offset() throws {
    let constant = Signals.silence(frames: 5 * 44_100) + 0.5
    let analysis = try Analysed.track([constant], sampleRate: 44_100)
    #expect(analysis.beats.count <= 1)
    #expect((analysis.tempo?.confidence ?? 0) < 0.5)
    #expect((analysis.key?.confidence ?? 0) < 0.5)
    #expect((analysis.descriptors.energy?.value ?? 0) < 0.2)
    for descriptor in [\Descriptors.energy, \.danceability, \.valence] {
      if let value = analysis.descriptors[keyPath: descriptor]?.value {
        #expect((0...1).contains(value))
      }
    }
  }

  @Test("an offset under the music changes neither its tempo nor its key")
  func musicOnOffset() throws {
    let piece = Self.piece(seconds: 10, rate: 22_050).scaled(by: 0.4)
    let a = try Analysed.track([piece], sampleRate: 22_050)
    let b = try Analysed.track([piece + 0.3], sampleRate: 22_050)
    #expect(abs(try #require(a.tempo).bpm - #require(b.tempo).bpm) < 0.5)
    #expect(a.key?.key == b.key?.key)
    #expect(
      abs(try #require(a.descriptors.energy).value - #require(b.descriptors.energy).value) < 0.1)
  }

  @Test("channels that cancel each other are found out, and the first alone still has its tempo")
  func antiPhase() throws {
    let piece = Self.piece(seconds: 10, rate: 22_050)
    let noise = Signals.noise(frames: piece.count, seed: 2)
    #expect(try Analysed.isOutOfPhase([piece, piece.scaled(by: -1)], sampleRate: 22_050))
    #expect(try !Analysed.isOutOfPhase([piece, piece], sampleRate: 22_050))
    #expect(try !Analysed.isOutOfPhase([piece, noise], sampleRate: 22_050))
    #expect(try !Analysed.isOutOfPhase([piece], sampleRate: 22_050))

    let mixed = try Analysed.track([piece, piece.scaled(by: -1)], sampleRate: 22_050)
    #expect(mixed.loudness.integrated != nil)
    #expect(mixed.tempo == nil && mixed.features == nil)
    let first = try Analysed.track(
      [piece, piece.scaled(by: -1)], sampleRate: 22_050, downmix: .first)
    let alone = try Analysed.track([piece], sampleRate: 22_050)
    #expect(first.tempo == alone.tempo && first.key == alone.key)
  }

  @Test("silence around the music changes neither its energy nor its tempo")
  func padding() throws {
    let piece = Self.piece(seconds: 12, rate: 22_050)
    let silent = Signals.silence(frames: 6 * 22_050)
    let a = try Analysed.track([piece], sampleRate: 22_050)
    let b = try Analysed.track([silent + piece + silent], sampleRate: 22_050)
    #expect(abs(try #require(a.tempo).bpm - #require(b.tempo).bpm) < 0.5)
    let (x, y) = (
      try #require(a.descriptors.energy).value, try #require(b.descriptors.energy).value
    )
    #expect(abs(x - y) < 0.05)
    // Nothing is asked of the first beat: it has a neighbour on one side only.
    for beat in a.beats.dropFirst() { #expect(b.beats.contains { abs($0 - 6 - beat) < 0.02 }) }
  }
}
