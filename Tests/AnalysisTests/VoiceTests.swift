import Foundation
import Sound
import TestSignals
import Testing

@testable import Analysis

@Suite("Voices and the surface of the sound") struct VoiceTests {
  private static let rate = 22_050

  private static func voices(_ samples: [Float]) throws -> VoiceFeatures {
    try #require(try Analysed.track([samples], sampleRate: rate).features?.voices)
  }

  /// A harmonic tone at 220 Hz whose pitch swings by `semitones` `hertz` times a second.
  private static func swinging(by semitones: Double, hertz: Double, seconds: Double) -> [Float] {
    var phase = 0.0
    return (0..<Int(seconds * Double(rate))).map { n in
      let t = Double(n) / Double(rate)
      phase += 220 * exp2(semitones / 12 * sin(2 * .pi * hertz * t)) / Double(rate)
      return (1...20).reduce(Float(0)) {
        $0 + Float(0.1 * sin(2 * .pi * Double($1) * phase) / Double($1))
      }
    }
  }

  private static func chapter(_ samples: [Float]) throws -> SpectralChapter {
    let format = PCMFormat(sampleRate: SampleRate(hertz: rate), channels: 1)
    var frontEnd = try SpectralFrontEnd(format: format, downmix: .mid)
    try frontEnd.consume(PCMBlock(format: format, channels: [samples]))
    return try frontEnd.finish()
  }

  @Test("every input has a name and a weight, and a row has as many values")
  func shape() throws {
    let frames = VoiceFrames(try Self.chapter(Signals.noise(frames: 30_000)), gain: 1)
    #expect(VoiceInputs.row(frames, from: 0).count == VoiceInputs.names.count)
    #expect(VoiceWeights.centers.count == VoiceInputs.names.count)
    #expect(VoiceWeights.scales.count == VoiceInputs.names.count)
    #expect(VoiceWeights.scales.allSatisfy { $0 > 0 })
    let units = VoiceWeights.hiddenBiases.count
    #expect(VoiceWeights.hidden.count == units * VoiceInputs.names.count)
    #expect(VoiceWeights.output.count == 3 * units && VoiceWeights.outputBiases.count == 3)
  }

  @Test("the network answers as its tables say, also far from the median", arguments: [1, 10])
  func network(spread: Float) {
    let row = VoiceInputs.names.indices.map {
      VoiceWeights.centers[$0] + spread * Float(sin(Double(7 * $0))) * VoiceWeights.scales[$0]
    }
    var hidden = VoiceWeights.hiddenBiases.map(Double.init)
    for (i, value) in row.enumerated() {
      let z = Double((value - VoiceWeights.centers[i]) / VoiceWeights.scales[i])
      for unit in hidden.indices {
        hidden[unit] += max(-4, min(4, z)) * Double(VoiceWeights.hidden[i * hidden.count + unit])
      }
    }
    let answers = (0..<3).map { k in
      hidden.enumerated().reduce(Double(VoiceWeights.outputBiases[k])) {
        $0 + tanh($1.element) * Double(VoiceWeights.output[3 * $1.offset + k])
      }
    }
    let odds = VoiceModel.logOdds(row)
    for (answer, expected) in zip([odds.voice, odds.speech, odds.crowd], answers) {
      #expect(abs(Double(answer) - expected) < 1e-3)
    }
  }

  @Test("a pitch that rises by a third of a semitone a frame does, and a steady one stays")
  func glide() throws {
    // 16.7 semitones a second are a third in 20 ms.
    var phase = 0.0
    let rising = (0..<Self.rate).map { n -> Float in
      let t = Double(n) / Double(Self.rate)
      phase += 150 * exp2(16.7 / 12 * t) / Double(Self.rate)
      return (1...20).reduce(Float(0)) { $0 + Float(0.1 * sin(2 * .pi * Double($1) * phase)) }
    }
    let steady = Self.swinging(by: 0, hertz: 1, seconds: 1)
    for (samples, expected) in [(rising, Float(0.33)), (steady, 0)] {
      let chapter = try Self.chapter(samples)
      let trace = GlideTrace(chapter, gain: 1, frames: 50)
      let shifts = trace.shifts[0][10..<40].sorted()
      #expect(abs(shifts[15] - expected) < 0.12)
    }
  }

  @Test("vibrato of 6 Hz shows as vibrato, one of 2 Hz and a steady tone do not")
  func vibrato() throws {
    let column = try #require(VoiceInputs.names.firstIndex(of: "glide 0 vibrato"))
    let amounts = try [(0.6, 6.0), (0.6, 2.0), (0.0, 6.0)].map { (depth, hertz) -> Float in
      let frames = VoiceFrames(
        try Self.chapter(Self.swinging(by: depth, hertz: hertz, seconds: 2)), gain: 1)
      return VoiceInputs.row(frames, from: 25)[column]
    }
    #expect(amounts[0] > 3 * amounts[1])
    #expect(amounts[0] > 3 * amounts[2])
  }

  @Test(
    "bursts flutter seldom and in all ranges at once, noise always and in each for itself, a tone not at all"
  )
  func flutter() throws {
    let noise = Signals.noise(frames: 6 * Self.rate)
    let bursts = noise.enumerated().map { n, x in
      // Eight a second, gone within 20 ms, over noise 60 dB below.
      x * Float(0.001 + exp(-Double(n % (Self.rate / 8)) / Double(Self.rate) / 0.005))
    }
    func row(_ samples: [Float], gain: Float = 1) throws -> [String: Float] {
      let trace = FlutterTrace(try Self.chapter(samples), gain: gain)
      return Dictionary(uniqueKeysWithValues: zip(FlutterTrace.names, trace.row(50..<550)))
    }
    let (steady, burst) = (try row(noise), try row(bursts))
    let tone = try row(Self.swinging(by: 0, hertz: 1, seconds: 6))
    for range in 0..<FlutterTrace.rangeCount {
      let (extent, kurtosis) = ("flutter \(range) extent", "flutter \(range) kurtosis")
      #expect(try #require(burst[extent]) > 3 * #require(steady[extent]))
      #expect(try #require(steady[extent]) > 10 * #require(tone[extent]))
      // A normal distribution's is ln 3.
      #expect(abs(try #require(steady[kurtosis]) - log(3)) < 0.3)
      #expect(try #require(burst[kurtosis]) > #require(steady[kurtosis]) + 0.3)
    }
    for pair in ["flutter 0 with 1", "flutter 1 with 2"] {
      #expect(try #require(burst[pair]) > 0.9)
      #expect(abs(try #require(steady[pair])) < 0.4)
    }
    let soft = try row(bursts.map { $0 / 8 }, gain: 8)
    for (name, value) in burst { #expect(abs(try #require(soft[name]) - value) < 1e-3) }
  }

  @Test("the curves have a value each half second, whatever the blocks", arguments: [1000, 65_536])
  func blocks(frames: Int) throws {
    let piece = Pieces.groove(bpm: 120, seconds: 10, sampleRate: Self.rate)
    let whole = try Self.voices(piece)
    let parts = try Analysed.track([piece], sampleRate: Self.rate, blocks: frames).features?.voices
    #expect(parts == whole)
    #expect((17...19).contains(whole.voice.count))
    #expect(whole.voice.count == whole.speech.count && whole.voice.count == whole.crowd.count)
  }

  @Test("silence before the music shifts the curves by as much")
  func leadIn() throws {
    let piece = Pieces.groove(bpm: 120, seconds: 10, sampleRate: Self.rate)
    let late = Signals.silence(frames: 4 * Self.rate) + piece
    let (a, b) = (try Self.voices(piece), try Self.voices(late))
    #expect((7...9).contains(b.voice.count - a.voice.count))
    #expect(b.voice.prefix(7).allSatisfy { $0 == 0 })
  }

  @Test("a steady chord wobbles less than one that trembles, and a drier room falls faster")
  func texture() throws {
    let steady = try Self.voices(Self.swinging(by: 0, hertz: 1, seconds: 4)).texture
    let trembling = try Self.voices(Self.swinging(by: 0.3, hertz: 5, seconds: 4)).texture
    #expect(trembling.wobble > 2 * steady.wobble)
    let decays = try [0.05, 0.4].map { seconds -> Float in
      let noise = Signals.noise(frames: 4 * Self.rate)
      let bursts = noise.enumerated().map { n, x in
        x * Float(exp(-Double(n % (Self.rate / 2)) / Double(Self.rate) / seconds))
      }
      return try Self.voices(bursts).texture.decay
    }
    #expect(decays[0] > 2 * decays[1])
  }

  @Test("half a second of sound has no voices, and so no descriptor that needs them")
  func short() throws {
    let piece = Signals.music(frames: Self.rate / 2, sampleRate: Self.rate)
    let analysis = try Analysed.track([piece], sampleRate: Self.rate)
    #expect(analysis.features?.voices == nil)
    #expect(analysis.descriptors.energy != nil)
    for name in ["acousticness", "instrumentalness", "speechiness", "liveness"] {
      #expect(analysis.descriptors[name] == nil)
    }
  }
}
