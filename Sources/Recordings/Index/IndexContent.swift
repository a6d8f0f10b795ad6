import Fingerprinting
import Sound

/// What an index holds: the words of the fingerprints, or the pairs of landmarks.
public enum IndexContent: String, Sendable, CaseIterable {
  case words
  case landmarks

  /// Of how a track is turned into keys and times; a file of another version is made anew.
  var version: UInt32 {
    switch self {
    case .words: UInt32(Fingerprint.version) << 8 | 1
    case .landmarks: UInt32(Landmarks.version) << 8 | 1
    }
  }

  /// What a file of the index says it holds.
  var tag: UInt32 { (self == .words ? 1 : 2) << 24 | version }

  /// Seconds of one step of time: a word, or two frames of the spectrogram.
  public var timeStep: Double {
    switch self {
    case .words: WordKeys.secondsPerWord
    case .landmarks: LandmarkKeys.timeStep
    }
  }
}
