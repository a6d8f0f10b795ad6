import Analysis
import Sound

@testable import Similarity

/// Small pieces with known differences, analysed once.
enum Tunes {
  /// Broken triads with a click on each beat, 120 beats a minute, 12 s.
  static let piece = analysed(tempo: 120, root: 220, bright: 0.3)
  /// Another sound, another tempo, another harmony.
  static let other = analysed(tempo: 93, root: 311, bright: 0.8)
  static let silence = analysed { _ in 0 }

  private static func analysed(tempo: Double, root: Double, bright: Float) -> TrackAnalysis {
    let beat = Int(44_100 * 60 / tempo)
    var phases: [Double] = [0, 0, 0]
    return analysed { frame in
      var sum: Float = 0
      for (voice, step) in [1.0, 1.26, 1.5].enumerated() {
        let chord = (frame / (4 * beat)) % 2 == 0 ? 1.0 : 4.0 / 3
        phases[voice] += root * step * chord / 44_100
        let saw = Float(phases[voice].truncatingRemainder(dividingBy: 1)) - 0.5
        sum += 0.1 * saw
      }
      let sinceBeat = frame % beat
      // A linear congruential generator's high bits: a click that is the same each time.
      let noise = Float((sinceBeat &* 1_103_515_245 &+ 12_345) >> 8 & 0xFF) / 255 - 0.5
      return sum + (sinceBeat < 2000 ? bright * noise * Float(2000 - sinceBeat) / 2000 : 0)
    }
  }

  private static func analysed(_ sample: (Int) -> Float) -> TrackAnalysis {
    let format = PCMFormat(sampleRate: SampleRate(hertz: 44_100), channels: 1)
    do {
      var analyser = try TrackAnalyser(format: format)
      for second in 0..<12 {
        let samples = (0..<44_100).map { sample(second * 44_100 + $0) }
        try analyser.consume(PCMBlock(format: format, channels: [samples]))
      }
      return try analyser.finish()
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

/// Points of the space, seeded.
struct Points {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Float {
    // Knuth's MMIX generator, high bits.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
  }

  mutating func embedding() throws -> Embedding {
    try Embedding(
      vector: (0..<Embedding.dimensions).map { _ in next() }, version: SpaceVersion.current)
  }

  /// A point on the first axes: the rest is 0.
  static func at(_ coordinates: Float...) throws -> Embedding {
    let rest = [Float](repeating: 0, count: Embedding.dimensions - coordinates.count)
    return try Embedding(vector: coordinates + rest, version: SpaceVersion.current)
  }
}
