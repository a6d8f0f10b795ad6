import RealModule
import TestSignals

/// The tones of EBU Tech 3341 and 3342.
enum Tones {
  /// A 1 kHz sine in steps of level (dBFS, peak of each channel) and seconds.
  static func steps(_ steps: [(level: Double, seconds: Double)]) -> [Float] {
    steps.flatMap { level, seconds in
      Signals.sine(
        1000, frames: Int((seconds * Double(LoudnessTests.rate)).rounded()),
        sampleRate: LoudnessTests.rate, level: .pow(10, level / 20))
    }
  }
}
