import DSP
import RealModule

/// How much the harmony changes at each beat of a grid: chords change on beats, and every two or four of them.
///
/// At a tempo read twice too fast nothing changes on every other beat; at one read too slow much changes
/// between the beats. Unlike how full the beats are, this does not depend on how busy the playing is.
struct HarmonicChange {
  /// Beats on either side whose pitches are compared.
  private static let reach = 2.0
  /// Keeps the logarithm of a still spectrum finite; the changes are some tenths.
  private static let floor = 1e-3
  private static let meters = [2, 3, 4]

  /// What `values` says, by name.
  static let inputs: [String] =
    ["change on beats", "change between"]
    + ["change", "chords", "bass"].flatMap { name in
      (name == "change" ? [] : ["\(name) change"]) + meters.map { "\(name) contrast \($0)" }
    }

  /// Of the pitches of all peaks, at each beat, 0…1.
  let chords: [Float]
  /// Of the pitches of the bass, likewise.
  let bass: [Float]

  init(_ profile: BeatProfile, pitches: PitchTrace) {
    let width = Self.reach * profile.period
    chords = profile.beats.map { pitches.change(at: $0, reach: width) }
    bass = profile.beats.map { pitches.bassChange(at: $0, reach: width) }
  }

  /// In the order of `inputs`.
  func values(_ profile: BeatProfile, spectra: LogSpectra) -> [Double] {
    let width = min(profile.period, BeatProfile.longestWindow)
    let between = profile.between.map {
      spectra.change(BeatProfile.chordBands, at: $0, width: width)
    }
    return [profile.change, between].map { .log(Self.floor + Self.mean($0)) }
      + Self.meters.map { Self.contrast(profile.change, every: $0) }
      + [chords, bass].flatMap { row in
        [Self.mean(row)] + Self.meters.map { Self.contrast(row, every: $0) }
      }
  }

  private static func mean(_ row: [Float]) -> Double { Double(Statistics.mean(row) ?? 0) }

  /// How far the places of a bar of `meter` beats differ: the greatest mean less the least, over their sum.
  private static func contrast(_ row: [Float], every meter: Int) -> Double {
    let means = (0..<min(meter, row.count)).map { place in
      mean(stride(from: place, to: row.count, by: meter).map { row[$0] })
    }
    guard let most = means.max(), let least = means.min(), most + least > 0 else { return 0 }
    return (most - least) / (most + least)
  }
}
