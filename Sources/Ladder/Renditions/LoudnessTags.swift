/// The measured loudness of a track, and of its album where that is known, for players.
public struct LoudnessTags: Sendable, Equatable {
  /// A loudness with the peak that belongs to it.
  public struct Level: Sendable, Equatable {
    /// LUFS by ITU-R BS.1770-4; `nil` for silence.
    public let integrated: Double?
    /// True peak as a factor of full scale.
    public let peak: Double

    public init(integrated: Double?, peak: Double) {
      self.integrated = integrated
      self.peak = peak
    }
  }

  public var track: Level
  public var album: Level?

  public init(track: Level, album: Level? = nil) {
    self.track = track
    self.album = album
  }

  /// LUFS that ReplayGain 2.0 brings music to.
  public static let replayGainReference = -18.0
  /// LUFS that R128 tags count from (RFC 7845 §5.2.1).
  public static let r128Reference = -23.0

  /// The tags and their values; none for silence.
  ///
  /// - Parameter gain: decibels that were added to the samples since they were measured.
  /// - Returns: names and values.
  func comments(gain: Double) -> [(name: String, value: String)] {
    var comments = Self.comments("TRACK", track, gain: gain)
    if let album { comments += Self.comments("ALBUM", album, gain: gain) }
    guard !comments.isEmpty else { return [] }
    comments.append(
      ("REPLAYGAIN_REFERENCE_LOUDNESS", "\(Decimals.text(Self.replayGainReference, 2)) LUFS"))
    comments.append(("REPLAYGAIN_ALGORITHM", "ITU-R BS.1770"))
    return comments
  }

  private static func comments(
    _ scope: String, _ level: Level, gain: Double
  ) -> [(name: String, value: String)] {
    guard let measured = level.integrated, measured.isFinite, level.peak.isFinite else { return [] }
    let loudness = measured + gain
    // RFC 7845 §5.2.1: a whole number of 1/256 dB in 16 bits.
    let q8 = ((r128Reference - loudness) * 256).rounded()
    return [
      ("REPLAYGAIN_\(scope)_GAIN", "\(Decimals.text(replayGainReference - loudness, 2)) dB"),
      ("REPLAYGAIN_\(scope)_PEAK", Decimals.text(level.peak * Decibels.linear(gain), 6)),
      ("R128_\(scope)_GAIN", "\(Int(min(32_767, max(-32_768, q8))))"),
    ]
  }
}
