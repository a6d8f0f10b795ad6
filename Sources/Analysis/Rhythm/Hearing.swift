/// A track heard at one tempo: its beats, its bars, and how well both explain what sounds.
struct Hearing {
  /// What the beats of one reading say about it, by name, for the fit and for whoever asks why.
  static let inputs = ["bars of 2", "bars of 3", "bars of 4", "filled", "filled halves"]
  /// A beat is filled where something begins at it with this share of the mean onset strength.
  ///
  /// chosen: the envelope's mean lies far below its peaks, so half of it is a faint onset.
  private static let filledFrom: Float = 0.5

  /// Frames, rising.
  var beats: [Double]
  /// `BarModel.odds` of each beat; empty for few beats.
  var odds: [Double] = []
  /// 2, 3 or 4.
  var tatumsPerBeat = 2
  /// In the order of `inputs`; zeros for few beats.
  var values = [Double](repeating: 0, count: inputs.count)

  init(tempo: Double, onsets: OnsetStrength, pitches: PitchTrace) {
    let tracked = BeatTracker.beats(
      in: onsets.total, period: 60 * SpectralFrontEnd.frameRate / tempo)
    guard tracked.count >= BeatPhase.fewestBeats else {
      beats = tracked
      return
    }
    let profile = BeatPhase.settle(tracked, onsets: onsets)
    beats = profile.beats
    tatumsPerBeat = profile.tatumsPerBeat
    odds = BarModel.odds(BarInputs.rows(profile, onsets: onsets, pitches: pitches))
    values = [2, 3, 4].map { BarModel.evidence(odds, meter: $0) }
    values += [0, BeatProfile.divisions / 2].map { division in
      let row = profile.row(0..<OnsetStrength.bandCount, division: division)
      return Double(row.count { $0 > Self.filledFrom }) / Double(row.count)
    }
  }
}
