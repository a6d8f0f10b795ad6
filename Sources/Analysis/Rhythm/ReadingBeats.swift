/// A track heard at one tempo: its beats, its bars, and how well both explain what sounds.
struct ReadingBeats {
  /// What the beats of one reading say about it, by name, for the fit and for whoever asks why.
  static let inputs: [String] =
    ["bars of 2", "bars of 3", "bars of 4", "filled", "filled halves"] + HarmonicChange.inputs
    + BeatPattern.inputs
  /// Fewer beats say nothing about bars.
  ///
  /// chosen: two bars of four.
  static let fewestBeats = 8
  /// A beat is filled where something begins at it with this share of the mean onset strength.
  ///
  /// chosen: the envelope's mean lies far below its peaks, so half of it is a faint onset.
  private static let filledFrom: Float = 0.5

  /// Frames, rising.
  let beats: [Double]
  /// `BarInputs.rows` of each beat; empty for few beats.
  private(set) var bars: [[Float]] = []
  /// `BarModel.odds` of each beat; empty for few beats.
  var odds: [Double] = []
  /// 2, 3 or 4.
  var tatumsPerBeat = 2
  /// In the order of `inputs`; nil for few beats.
  private var values: [Double]?

  init(tempo: Double, onsets: OnsetStrength, pitches: PitchTrace) {
    beats = BeatTracker.beats(in: onsets, period: 60 * SpectralFrontEnd.frameRate / tempo)
    guard beats.count >= Self.fewestBeats else { return }
    let profile = BeatProfile(beats, onsets: onsets)
    tatumsPerBeat = profile.tatumsPerBeat
    let change = HarmonicChange(profile, pitches: pitches)
    bars = BarInputs.rows(profile, onsets: onsets, change: change)
    odds = BarModel.odds(bars)
    var values = [2, 3, 4].map { BarModel.evidence(odds, meter: $0) }
    values += [0, BeatProfile.divisions / 2].map { division in
      let row = profile.row(0..<OnsetStrength.bandCount, division: division)
      return Double(row.count { $0 > Self.filledFrom }) / Double(row.count)
    }
    self.values =
      values + change.values(profile, spectra: onsets.spectra) + BeatPattern.values(profile)
  }

  /// The `inputs` of each of the readings of one piece.
  ///
  /// In a short piece the slow readings have too few beats for any: they get the mean of the others', which
  /// speaks neither for nor against them.
  static func values(of heard: [ReadingBeats]) -> [[Double]] {
    let known = heard.compactMap(\.values)
    let means = inputs.indices.map { i in
      known.reduce(0) { $0 + $1[i] } / Double(max(1, known.count))
    }
    return heard.map { $0.values ?? means }
  }
}
