public import Sound

/// What two tracks are compared by.
public struct Hearing: Sendable {
  public var track: TrackID
  /// Seconds.
  public var duration: Double
  /// Of the fingerprint.
  public var words: [UInt32]
  public var landmarks: Landmarks

  public init(track: TrackID, duration: Double, words: [UInt32], landmarks: Landmarks) {
    self.track = track
    self.duration = duration
    self.words = words
    self.landmarks = landmarks
  }
}
