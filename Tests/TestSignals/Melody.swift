import Foundation

/// Made-up music with notes that can be told from others: three voices that follow a seed, played by hand, on an
/// instrument of its own tuning.
public enum Melody {
  /// - Parameters:
  ///   - seed: of the notes.
  ///   - seconds: length.
  ///   - tempo: shortest notes a second.
  ///   - sampleRate: Hz.
  /// - Returns: one channel, within ±1.
  public static func samples(
    _ seed: UInt64, seconds: Double, tempo: Double = 4, sampleRate: Int
  ) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var samples = [Float](repeating: 0, count: Int(seconds * Double(sampleRate)))
    let tuning = Double.random(in: 0.97...1.03, using: &generator)
    for voice in 0..<3 {
      var start = 0.0
      while start < seconds {
        let note = Int.random(in: 0..<24, using: &generator) + 12 * voice
        let length = Double(Int.random(in: 1...3, using: &generator)) / tempo
        let loud = Double.random(in: 0.3...1, using: &generator)
        add(
          tuning * 110 * pow(2, Double(note) / 12),
          from: max(0, start + Double.random(in: -0.03...0.03, using: &generator)), length: length,
          level: 0.12 * loud,
          Double(sampleRate), to: &samples)
        start += length
      }
    }
    return samples
  }

  private static func add(
    _ frequency: Double, from start: Double, length: Double, level: Double, _ rate: Double,
    to samples: inout [Float]
  ) {
    let first = Int(start * rate)
    let last = min(samples.count, Int((start + length) * rate))
    for partial in 1...3 {
      let step = 2 * Double.pi * frequency * Double(partial) / rate
      // A rotating pointer costs a tenth of a sine.
      var (x, y) = (1.0, 0.0)
      let (c, s) = (cos(step), sin(step))
      for i in first..<max(first, last) {
        let fade = 1 - Double(i - first) / (length * rate)
        samples[i] += Float(level / Double(partial) * fade * y)
        (x, y) = (x * c - y * s, x * s + y * c)
      }
    }
  }
}
