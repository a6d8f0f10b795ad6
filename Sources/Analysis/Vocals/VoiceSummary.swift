import DSP

/// Where somebody sings, speaks or applauds, gathered chapter by chapter.
struct VoiceSummary {
  /// Half seconds this far below the track's loudness are pauses, in decibels.
  ///
  /// chosen: where `TrackAnalyser` ends what sounds.
  private static let pause: Float = 40

  private(set) var texture = TextureSummary()
  /// Whether `inputs` are kept, which nothing but the fits needs.
  var keepsInputs = false
  private(set) var inputs: [[Float]] = []

  /// Adds a chapter under the linear `gain` that brings it to the reference loudness.
  ///
  /// `active` are the mel frames between the first and the last that sound.
  mutating func add(_ chapter: SpectralChapter, gain: Float, active: Range<Int>) {
    let frames = VoiceFrames(chapter, gain: gain)
    var start = active.lowerBound
    while start + VoiceInputs.windowFrames <= min(active.upperBound, frames.count) {
      texture.add(frames, chapter, from: start)
      let row = VoiceInputs.row(frames, from: start)
      if keepsInputs { inputs.append(row) }
      start += VoiceInputs.hopFrames
    }
  }
}
