/// A stretch from one onset to the next, in the sense of the public audio-analysis document.
///
/// A track's segments tile it: each begins where the one before ends.
public struct Segment: Sendable, Equatable, Codable {
  /// Seconds.
  public var start: Double
  public var duration: Double
  /// 0…1: how much the onset it begins with stands out.
  public var confidence: Double
  /// LUFS over 20 ms, not below −60: at the start, at the loudest place, and at the end, which is the next
  /// segment's start.
  public var loudnessStart: Double
  public var loudnessMax: Double
  public var loudnessEnd: Double
  /// Seconds from the start to the loudest place.
  public var loudnessMaxTime: Double
  /// How strong each pitch class sounds, C first: the strongest is 1; all 0 where nothing tonal sounds.
  public var pitches: TwelveValues
  /// Twelve coefficients of `TimbreBasis`.
  public var timbre: TwelveValues
}
