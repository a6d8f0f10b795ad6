import Analysis
import Fingerprinting
import Recordings
import Sound
import TestSignals

/// Made-up music and what can be done to it.
enum Tune {
  static let rate = 22_050

  /// See `Melody`.
  static func samples(_ seed: UInt64, seconds: Double, tempo: Double = 4) -> [Float] {
    Melody.samples(seed, seconds: seconds, tempo: tempo, sampleRate: rate)
  }

  static func noise(_ count: Int, level: Float, seed: UInt64) -> [Float] {
    Signals.noise(frames: count, level: level, seed: seed)
  }

  /// Played so many times as fast, by straight lines between the samples.
  static func faster(_ samples: [Float], _ speed: Double) -> [Float] {
    (0..<Int(Double(samples.count - 1) / speed)).map { i in
      let place = Double(i) * speed
      let left = Int(place)
      let part = Float(place - Double(left))
      return samples[left] * (1 - part) + samples[left + 1] * part
    }
  }

  /// Louder basses and softer trebles.
  static func equalised(_ samples: [Float]) -> [Float] {
    var low: Float = 0
    return samples.map { sample in
      low += 0.08 * (sample - low)
      return 0.35 * sample + 0.9 * low
    }
  }
}

/// What is heard of samples.
enum Heard {
  static func landmarks(
    _ samples: [Float], density: LandmarkAnalyser.Density = .stored, blocks: Int = 65_536
  ) throws -> Landmarks {
    let format = PCMFormat(sampleRate: SampleRate(hertz: Tune.rate), channels: 1)
    var analyser = try LandmarkAnalyser(format: format, density: density)
    var start = 0
    while start < samples.count {
      let end = min(samples.count, start + blocks)
      try analyser.consume(PCMBlock(format: format, channels: [Array(samples[start..<end])]))
      start = end
    }
    return try analyser.finish()
  }

  static func hearing(_ number: UInt8, _ samples: [Float]) throws -> Hearing {
    let format = PCMFormat(sampleRate: SampleRate(hertz: Tune.rate), channels: 1)
    var printer = try Fingerprinter(format: format, isSixteenBit: false)
    try printer.consume(PCMBlock(format: format, channels: [samples]))
    return Hearing(
      track: id(number), duration: Double(samples.count) / Double(Tune.rate),
      words: try printer.finish().words, landmarks: try landmarks(samples))
  }

  static func id(_ number: UInt8) -> TrackID {
    TrackID(digest: [UInt8](repeating: number, count: 16))
  }
}

/// Tracks that need no audio: keys drawn from a seed.
enum MadeUp {
  static func hearing(_ number: UInt8, seconds: Int = 40) -> Hearing {
    var generator = SeededGenerator(seed: UInt64(number) + 1)
    let words = (0..<8 * seconds).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }
    let peaks = (0..<8 * seconds).map { index in
      Landmark(
        frame: index * 12 + Int.random(in: 0..<12, using: &generator),
        bin: Float(Int.random(in: Landmarks.bins, using: &generator)))
    }
    return Hearing(
      track: Heard.id(number), duration: Double(seconds), words: words,
      landmarks: Landmarks(peaks: peaks, levels: []))
  }
}
