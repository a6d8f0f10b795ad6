public import Sound

/// A stretch of a clip that was found in a track.
public struct ClipMatch: Sendable, Equatable {
  public var track: TrackID
  /// Seconds of the clip from which on it agrees.
  public var clipStart: Double
  /// Seconds of the track at that moment.
  public var trackStart: Double
  /// Seconds of the clip.
  public var length: Double
  /// How much faster the clip plays than the track: 1 for the same speed.
  public var speed: Double
  /// Share of the track's landmarks in the stretch that the clip has, 0…1.
  public var score: Double
  /// Matches as good as this that chance alone would be expected to give in a search of this whole library.
  public var expectedByChance: Double
}
