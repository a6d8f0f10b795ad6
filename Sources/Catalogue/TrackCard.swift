public import Analysis
public import Sound

/// What answers about many tracks are made of, read from columns alone; a user's own values stand in place
/// of what was measured.
public struct TrackCard: Sendable, Equatable {
  public var track: TrackID
  /// Seconds.
  public var duration: Double
  /// Its title, or the name of the first file that holds it.
  public var title: String
  public var artists: [String]
  public var album: String?
  /// What tells its album from others; nil where it belongs to none.
  public var albumKey: String?
  public var genres: [String]
  /// Beats a minute.
  public var bpm: Double?
  /// 0…1.
  public var tempoConfidence: Double?
  public var tempoAlternatives: [TempoEstimate.Alternative] = []
  public var key: Key?
  /// 0…1.
  public var keyConfidence: Double?
  public var beatsPerBar: Int?
  /// LUFS.
  public var integrated: Double?
  /// By their public names.
  public var descriptors: [String: Double]
  /// Of the analysis; nil where there is none.
  public var analysisVersion: Int?
  /// The recording that it is a copy of: its own id, or the one that stands for several tracks.
  public var recording: String? = nil
  /// Whether the file that gives it its tags has a picture.
  public var hasCover = false
  /// Where it stands in its album.
  public var heading = TrackHeading()
  /// When the first of its files came to where it lies, or was last changed there, in seconds since 1970.
  public var arrived: Int? = nil
  /// Those that its owner set.
  public var overrides: [TrackOverride] = []
}
