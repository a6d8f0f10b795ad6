import Foundation

/// Signals whose properties are known before anybody measures them.
///
/// Full scale is ±1.
public enum Signals {
  public static func silence(frames: Int) -> [Float] { Array(repeating: 0, count: frames) }

  /// A sine of `frequency` hertz that begins at `phase` radians.
  public static func sine(
    _ frequency: Double, frames: Int, sampleRate: Int, level: Double = 0.5, phase: Double = 0
  ) -> [Float] {
    (0..<frames).map {
      Float(level * sin(2 * .pi * frequency * Double($0) / Double(sampleRate) + phase))
    }
  }

  /// Several sines of equal level, `level` together.
  public static func chord(
    _ frequencies: [Double], frames: Int, sampleRate: Int, level: Double = 0.5
  ) -> [Float] {
    var sum = silence(frames: frames)
    for frequency in frequencies {
      let part = sine(
        frequency, frames: frames, sampleRate: sampleRate,
        level: level / Double(frequencies.count))
      for i in sum.indices { sum[i] += part[i] }
    }
    return sum
  }

  /// White noise, evenly spread within ±`level`, the same for the same seed.
  public static func noise(frames: Int, level: Float = 0.25, seed: UInt64 = 1) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<frames).map { _ in Float.random(in: -level...level, using: &generator) }
  }

  /// Single samples of `level` every `period` frames, the first at `offset`.
  public static func clicks(
    frames: Int, period: Int, offset: Int = 0, level: Float = 0.9
  ) -> [Float] {
    var signal = silence(frames: frames)
    for i in stride(from: offset, to: frames, by: period) { signal[i] = level }
    return signal
  }

  /// A sine whose frequency rises exponentially (Farina, AES 108th Convention, 2000).
  public static func sweep(
    from low: Double, to high: Double, frames: Int, sampleRate: Int, level: Double = 0.5
  ) -> [Float] {
    let duration = Double(frames) / Double(sampleRate)
    let rate = log(high / low)
    return (0..<frames).map {
      let t = Double($0) / Double(sampleRate)
      return Float(
        level * sin(2 * .pi * low * duration / rate * (exp(t / duration * rate) - 1)))
    }
  }

  /// Something like music: a chord, noise that swells four times a second, and clicks.
  public static func music(frames: Int, sampleRate: Int, seed: UInt64 = 1) -> [Float] {
    var signal = chord(
      [220, 277.2, 329.6, 1760], frames: frames, sampleRate: sampleRate, level: 0.4)
    let hiss = noise(frames: frames, level: 0.2, seed: seed)
    let beats = clicks(frames: frames, period: max(1, sampleRate / 2), offset: 37, level: 0.3)
    for i in signal.indices {
      let swell = 0.5 + 0.5 * Float(sin(8 * .pi * Double(i) / Double(sampleRate)))
      signal[i] += hiss[i] * swell + beats[i]
    }
    return signal
  }
}
