import DSP

/// What the front end keeps of a stretch of audio: small spectra, not samples.
///
/// A track of up to eleven minutes is one chapter; longer ones are cut into chapters of ten minutes, so that
/// memory does not grow with the file. All magnitudes are linear: the level is known only when the chapter
/// is over, and everything that compresses them does so then.
struct SpectralChapter {
  /// Index in the stream of the first onset frame.
  var firstFrame: Int
  /// `SpectralFrontEnd.onsetBands.count` magnitudes for each onset frame.
  var onsetBands: [Float] = []
  /// `SpectralFrontEnd.melBands.count` magnitudes for every second onset frame.
  var melBands: [Float] = []
  /// The peaks of each tonal frame, one frame for each `SpectralFrontEnd.framesPerTonalFrame` onset frames.
  var tonalPeaks: [[SpectralPeak]] = []
  /// `PitchBands.count` powers for each tonal frame.
  var pitchBands: [Float] = []

  var frames: Int { onsetBands.count / SpectralFrontEnd.onsetBands.count }
}
