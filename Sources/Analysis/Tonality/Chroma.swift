import RealModule

/// Energy in each of the twelve pitch classes, in six octaves, of one tonal frame.
///
/// Harmonic pitch class profile (Gómez, "Tonal Description of Polyphonic Audio", INFORMS J. Computing 18(3),
/// 2006, §3): every partial votes for its own pitch and, weaker, for the pitches whose second to fourth
/// harmonic it could be; each vote is spread over ± half a semitone with a squared cosine.
enum Chroma {
  static let octaves = 6
  static let pitches = 12
  /// MIDI number of the lowest pitch, C1 (32.7 Hz).
  private static let lowestPitch: Float = 24
  private static let harmonics = 4
  /// Gómez 2006, §3.2: each further harmonic counts 0.6 of the one before.
  private static let harmonicDecay: Float = 0.6

  /// The MIDI note of a frequency in hertz, with its fraction, where A4 lies `tuning` cents from 440 Hz.
  static func pitch(of frequency: Float, tuning: Double) -> Float {
    69 + 12 * .log2(frequency / 440) - Float(tuning / 100)
  }

  /// Adds `peaks` to `octaves` (octave × pitch class, C first), magnitudes compressed by the square root
  /// relative to the frame's largest; each votes as the first `harmonics` harmonics of a pitch.
  static func add(_ peaks: [SpectralPeak], tuning: Double, to octaves: inout [Float]) {
    guard let largest = peaks.max(by: { $0.magnitude < $1.magnitude })?.magnitude else { return }
    for peak in peaks {
      let pitch = pitch(of: peak.frequency, tuning: tuning)
      var weight = (peak.magnitude / largest).squareRoot()
      for harmonic in 0..<harmonics {
        vote(pitch - harmonicSteps[harmonic], weight, &octaves)
        weight *= harmonicDecay
      }
    }
  }

  /// Semitones from the fundamental to its harmonics 1 to 4.
  private static let harmonicSteps: [Float] = (1...harmonics).map { 12 * .log2(Float($0)) }

  private static func vote(_ pitch: Float, _ weight: Float, _ octaves: inout [Float]) {
    let position = pitch - lowestPitch
    let nearest = position.rounded()
    let distance = position - nearest
    let bin = Int(nearest)
    guard bin >= 0, bin < Self.octaves * pitches else { return }
    let spread = Float.cos(.pi * distance)
    octaves[bin] += weight * spread * spread
  }
}
