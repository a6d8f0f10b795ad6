/// A part of a track in which the music stays the same kind: a verse, a chorus, a solo.
///
/// A track's sections tile it.
public struct Section: Sendable, Equatable, Codable {
  /// Seconds.
  public var start: Double
  public var duration: Double
  /// 0…1: how different it sounds from what came before; 1 for the first.
  public var confidence: Double
  /// "A" for the first and all that sound like it, then "B", …, "Z", "AA".
  public var label: String
  /// Integrated loudness, LUFS; nil where nothing sounds.
  public var loudness: Double?
  /// Beats a minute; nil where nothing pulses.
  public var tempo: Double?
  /// 0…1.
  public var tempoConfidence: Double
  /// Nil where nothing tonal sounds.
  public var key: Key?
  /// 0…1.
  public var keyConfidence: Double
  /// 0…1: of major or minor alone.
  public var modeConfidence: Double
  /// Beats in a bar; nil where it is not known.
  public var beatsPerBar: Int?
  /// 0…1.
  public var beatsPerBarConfidence: Double

  /// Seconds.
  public var end: Double { start + duration }
}
