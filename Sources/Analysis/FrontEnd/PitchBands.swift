import RealModule

/// The power of a tonal spectrum at each quarter of a semitone.
///
/// So fine that the semitones can be cut out of it once the tuning is known, which is at a chapter's end. A sum of
/// power moves with the music where picked peaks jump: with it the key of real tracks follows one semitone up or down
/// in 98 of 100 cases, 93 with peaks (measured 2026-11-22, `Evaluation/transposition.py`).
enum PitchBands {
  /// MIDI notes, E1 (41 Hz) to D#7 (2.5 kHz): below, a semitone is less than two bins wide; above, the quarter-rate
  /// signal ends.
  static let notes = 28..<100
  static let perSemitone = 4
  /// Half a semitone more at either end, for the tuning.
  private static let lowest = notes.lowerBound - 1
  static let count = (notes.count + 1) * perSemitone + 1

  /// Where a bin lies: between a band and the next one.
  struct Place {
    var bin: Int
    var band: Int
    /// 0…1: what the next band gets of the bin's power.
    var share: Float
  }

  /// The places of the first `bins` bins of a spectrum that lie within the bands.
  static func places(bins: Int, binWidth: Float) -> [Place] {
    (1..<bins).compactMap { bin in
      let pitch = Chroma.pitch(of: Float(bin) * binWidth, tuning: 0)
      let position = (pitch - Float(lowest)) * Float(perSemitone)
      let band = position.rounded(.down)
      guard (0..<count - 1).contains(Int(band)) else { return nil }
      return Place(bin: bin, band: Int(band), share: position - band)
    }
  }

  /// Adds the bands of one frame, `count` values, to `bands`.
  static func append(_ magnitudes: [Float], places: [Place], to bands: inout [Float]) {
    let start = bands.count
    bands.append(contentsOf: repeatElement(0, count: count))
    for place in places {
      let power = magnitudes[place.bin] * magnitudes[place.bin]
      bands[start + place.band] += (1 - place.share) * power
      bands[start + place.band + 1] += place.share * power
    }
  }

  /// The amplitude of each of `notes` in a frame's bands, where A4 lies `tuning` cents, −50…50, from 440 Hz: a
  /// squared cosine half a semitone to either side.
  static func amplitudes(of bands: ArraySlice<Float>, tuning: Double) -> [Float] {
    let shift = Float(tuning / 100)
    // Which bands lie within half a semitone of a note, and what they count, is the same for all notes.
    let first = Int(((shift - 0.5) * Float(perSemitone)).rounded(.up))
    let weights = (first..<first + perSemitone + 1).map { step -> Float in
      let distance = Float(step) / Float(perSemitone) - shift
      guard abs(distance) < 0.5 else { return 0 }
      let spread = Float.cos(.pi * distance)
      return spread * spread
    }
    return notes.map { note in
      let center = bands.startIndex + (note - lowest) * perSemitone + first
      var power: Float = 0
      for (step, weight) in weights.enumerated() { power += weight * bands[center + step] }
      return power.squareRoot()
    }
  }
}
