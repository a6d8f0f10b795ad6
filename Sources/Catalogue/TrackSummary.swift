public import Analysis
public import Sound

/// What lists show of a track and filters ask about it, read without the rest.
public struct TrackSummary: Sendable, Equatable {
  public var track: TrackID
  /// Seconds.
  public var duration: Double
  /// Its title, or the name of the first file that holds it.
  public var title: String
  public var artists: [String]
  /// What tells its album from others of the same title; nil where its files name none.
  public var album: String?
  public var genres: [String]
  /// Beats a minute.
  public var bpm: Double?
  public var key: Key?
  /// LUFS.
  public var integrated: Double?
  /// By their public names.
  public var descriptors: [String: Double]
}
