internal import Sound

extension Damage {
  /// Audio missing at the end.
  static func truncated(
    declared: Int, present: Int, rate: SampleRate, offset: Int? = nil
  ) -> Self {
    let lost = rate.seconds(declared - present)
    return Self(
      kind: .truncated,
      sentence: "The last \(seconds(lost)) of \(seconds(rate.seconds(declared))) are missing: the "
        + "audio ends at frame \(present) of \(declared).",
      frame: present, offset: offset, secondsLost: lost)
  }

  /// Audio missing at the end of a file that does not say how much there was.
  static func brokenOff(offset: Int?) -> Self {
    Self(
      kind: .truncated,
      sentence: "The end is missing: the file breaks off without the mark that ends a stream.",
      frame: nil, offset: offset, secondsLost: nil)
  }

  static func corruptFrames(
    _ frames: Int, places: Int, first: Int, offset: Int?, rate: SampleRate
  ) -> Self {
    let lost = rate.seconds(frames)
    let spots = places == 1 ? "in one place" : "in \(places) places"
    return Self(
      kind: .corruptFrames,
      sentence: "\(seconds(lost)) are damaged \(spots), from frame \(first) "
        + "(\(seconds(rate.seconds(first)))) on, and stand as silence.",
      frame: first, offset: offset, secondsLost: lost)
  }

  /// Frames missing before the first that could be decoded.
  static func lostBeginning(_ frames: Int, rate: SampleRate) -> Self {
    let lost = rate.seconds(frames)
    return Self(
      kind: .corruptFrames,
      sentence: "The first \(seconds(lost)) are damaged and left out.",
      frame: 0, offset: nil, secondsLost: lost)
  }

  static let checksumMismatch = Self(
    kind: .checksumMismatch,
    sentence: "Every frame could be decoded, but the MD5 checksum of the whole disagrees with the "
      + "one that the encoder wrote.",
    frame: nil, offset: nil, secondsLost: 0)

  static func unusableSamples(_ count: Int, first: Int, rate: SampleRate, channels: Int) -> Self {
    Self(
      kind: .unusableSamples,
      sentence: "\(count) samples, from frame \(first) on, are no sound (not a number, infinite or "
        + "absurdly large) and stand as silence.",
      frame: first, offset: nil, secondsLost: rate.seconds(count) / Double(channels))
  }

  /// A duration for a sentence: to the millisecond below a minute, to the tenth above.
  static func seconds(_ value: Double) -> String {
    value < 60 ? "\(value.rounded(toPlaces: 3)) s" : "\(value.rounded(toPlaces: 1)) s"
  }
}
