public import Sound

/// Everything that is measured of a track; nil where there is no answer.
public struct TrackAnalysis: Sendable, Equatable, Codable {
  /// Of the code that made it; see `AnalysisVersion`.
  public var version: Int
  /// Seconds.
  public var duration: Double
  /// Where in the file it begins, in seconds, where it is of an excerpt: every time counts from there.
  public var excerptStart: Double? = nil
  public var sampleRate: Int
  public var channels: Int
  /// Which signal stood for the whole: the first channel alone where the channels cancel each other.
  public var downmix: Downmix.Kind
  public var tempo: TempoEstimate?
  /// Seconds, rising.
  public var beats: [Double]
  /// Nil where no bars were found, and in what older versions stored.
  public var meter: MeterEstimate? = nil
  public var key: KeyEstimate?
  /// Where it modulates: they tile the track; nil where there is no key.
  public var keySpans: [KeySpan]?
  /// They tile the track; nil for silence.
  public var chords: [Chord]?
  /// Nil for silence.
  public var harmony: Harmony?
  public var loudness: Loudness
  public var descriptors: Descriptors
  /// They tile the track; nil for silence.
  public var sections: [Section]?
  /// Nil for silence.
  public var highlight: Highlight?
  /// Nil for silence.
  public var fades: Fades?
  /// Segments, waveform and loudness over time; nil where it is not stored with the rest.
  public var details: TrackDetails?
  /// Nil for silence.
  public var features: TrackFeatures?
  /// What the track is recognised by; nil where it is not stored with the rest.
  public var landmarks: Landmarks? = nil

  /// Nothing above −70 LUFS sounds.
  public var isSilent: Bool { loudness.integrated == nil }
}

extension TrackAnalysis {
  /// The same for those who only show it: features and details are by far its largest part.
  public var withoutFeatures: TrackAnalysis {
    var copy = self
    copy.features = nil
    copy.details = nil
    copy.landmarks = nil
    return copy
  }
}
