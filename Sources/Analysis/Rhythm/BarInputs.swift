import DSP
import RealModule

/// What speaks for each beat being the first of its bar.
enum BarInputs {
  /// Beats on either side that a beat is seen with.
  ///
  /// Measured: 2, 3 and 4 find the same downbeats of held-out synthetic pieces within a point.
  static let reach = 2
  /// Bass, middle, and treble, as the front end's filters.
  ///
  /// chosen: kick and bass guitar below 200 Hz, cymbals and consonants above 2 kHz.
  private static let ranges = [
    LogSpectra.bands(from: 0, to: 200), LogSpectra.bands(from: 200, to: 2000),
    LogSpectra.bands(from: 2000, to: .infinity),
  ]

  static let names: [String] =
    (0..<6).map { "onset band \($0)" } + [0, 2, 4].map { "onset after half band \($0)" }
    + ["change", "chroma", "bass", "level low", "level mid", "level high", "bar heard"]
  static var count: Int { names.count }

  /// One row a beat, each column standardised over the beats.
  static func rows(
    _ profile: BeatProfile, onsets: OnsetStrength, change: HarmonicChange
  ) -> [[Float]] {
    var columns: [[Float]] = []
    for band in 0..<6 { columns.append(profile.row(band..<band + 1, division: 0).map(compress)) }
    for band in [0, 2, 4] {
      columns.append(profile.row(band..<band + 1, division: 6).map(compress))
    }
    columns.append(profile.change.map { .log(0.02 + $0) })
    columns.append(change.chords)
    columns.append(change.bass)
    for range in ranges {
      columns.append(
        profile.beats.map {
          let level = onsets.spectra.mean(range, from: $0, to: $0 + 0.5 * profile.period)
          return level.reduce(0, +) / Float(range.count)
        })
    }
    columns.append(profile.beats.map(onsets.activation.barOdds))
    let standard = columns.map(standardised)
    return profile.beats.indices.map { beat in standard.map { $0[beat] } }
  }

  /// Of an onset strength in units of its mean.
  static func compress(_ strength: Float) -> Float { .log(0.2 + strength) }

  private static func standardised(_ column: [Float]) -> [Float] {
    let mean = Statistics.mean(column) ?? 0
    let deviation = (Statistics.standardDeviation(column) ?? 0) + 1e-6
    return column.map { ($0 - mean) / deviation }
  }
}
