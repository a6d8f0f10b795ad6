import Foundation

/// Small pieces of music whose tempo, beats and key are known.
public enum Pieces {
  /// Short bursts of 1 kHz, one a beat; the first stands at `start` seconds.
  public static func clickTrack(
    bpm: Double, seconds: Double, sampleRate: Int, start: Double = 0.25
  ) -> (samples: [Float], beats: [Double]) {
    var samples = Signals.silence(frames: Int(seconds * Double(sampleRate)))
    var beats: [Double] = []
    var time = start
    while time < seconds - 0.05 {
      beats.append(time)
      add(to: &samples, at: time, seconds: 0.05, sampleRate: sampleRate) { t in
        0.8 * exp(-t / 0.008) * sin(2 * .pi * 1000 * t)
      }
      time += 60 / bpm
    }
    return (samples, beats)
  }

  /// The cadence I–IV–V–I with a scale above it, in tones of six harmonics, again and again.
  ///
  /// `tonic` is a pitch class, C is 0; `cents` says how far the tuning lies from A4 = 440 Hz.
  public static func cadence(
    tonic: Int, isMinor: Bool, seconds: Double, sampleRate: Int, cents: Double = 0
  ) -> [Float] {
    let third = isMinor ? 3 : 4
    // The dominant is a major triad in both modes.
    let chords = [
      [0, third, 7], [5, 5 + third, 12], [7, 11, 14], [0, third, 7],
    ]
    let scale = isMinor ? [0, 2, 3, 5, 7, 8, 11, 12] : [0, 2, 4, 5, 7, 9, 11, 12]
    var samples = Signals.silence(frames: Int(seconds * Double(sampleRate)))
    var time = 0.0
    var step = 0
    while time < seconds - 0.5 {
      for degree in chords[(step / 2) % 4] {
        tone(48 + tonic + degree, 0.06, at: time, 0.5, sampleRate, cents, &samples)
      }
      tone(36 + tonic + chords[(step / 2) % 4][0], 0.12, at: time, 0.5, sampleRate, cents, &samples)
      tone(60 + tonic + scale[step % 8], 0.08, at: time, 0.5, sampleRate, cents, &samples)
      time += 0.5
      step += 1
    }
    return samples
  }

  /// A bass drum on each beat and a hiss between, over a quiet chord of A minor.
  public static func groove(
    bpm: Double, seconds: Double, sampleRate: Int, drums: Float = 1
  ) -> [Float] {
    let frames = Int(seconds * Double(sampleRate))
    var samples = Signals.chord(
      [220, 261.63, 329.63], frames: frames, sampleRate: sampleRate, level: 0.15)
    guard drums > 0 else { return samples }
    var generator = SeededGenerator(seed: 7)
    var time = 0.1
    while time < seconds - 0.3 {
      add(to: &samples, at: time, seconds: 0.25, sampleRate: sampleRate) { t in
        0.6 * Double(drums) * exp(-t / 0.06) * sin(2 * .pi * (55 + 60 * exp(-t / 0.02)) * t)
      }
      add(to: &samples, at: time + 30 / bpm, seconds: 0.1, sampleRate: sampleRate) { t in
        0.2 * Double(drums) * exp(-t / 0.02) * Double.random(in: -1...1, using: &generator)
      }
      time += 60 / bpm
    }
    return samples
  }

  /// Adds a note of six harmonics with a soft beginning and end.
  private static func tone(
    _ pitch: Int, _ level: Double, at time: Double, _ seconds: Double, _ sampleRate: Int,
    _ cents: Double, _ samples: inout [Float]
  ) {
    let frequency = 440 * exp2((Double(pitch - 69) + cents / 100) / 12)
    add(to: &samples, at: time, seconds: seconds, sampleRate: sampleRate) { t in
      let edge = min(1, t / 0.01, (seconds - t) / 0.01)
      var sum = 0.0
      for harmonic in 1...6 where frequency * Double(harmonic) < 0.45 * Double(sampleRate) {
        sum += sin(2 * .pi * frequency * Double(harmonic) * t) / Double(harmonic)
      }
      return level * edge * sum
    }
  }

  private static func add(
    to samples: inout [Float], at time: Double, seconds: Double, sampleRate: Int,
    _ value: (Double) -> Double
  ) {
    let first = Int((time * Double(sampleRate)).rounded())
    for i in 0..<Int(seconds * Double(sampleRate)) where first + i < samples.count {
      samples[first + i] += Float(value(Double(i) / Double(sampleRate)))
    }
  }
}
