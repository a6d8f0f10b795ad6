/// How a rendition compares with its source.
public struct VerificationReport: Sendable, Equatable, Codable {
  /// The level of one octave.
  public struct Band: Sendable, Equatable, Codable {
    /// Hertz.
    public let low: Double
    public let high: Double
    /// Decibels by which the octave lies below the whole of the source.
    public let depth: Double
    /// Decibels of the rendition over the source.
    public let difference: Double
  }

  public let rung: String
  /// Frames the rendition ought to have, and has.
  public let expectedFrames: Int
  public let frames: Int
  /// Frames by which the rendition would have to be moved to fit best, 0 where it is aligned; `nil` for
  /// music too quiet to tell.
  public let offset: Int?
  /// Normalised cross-correlation at offset 0, −1…1; `nil` as above.
  public let correlation: Double?
  public let bands: [Band]
  /// Windows in which the rendition is far louder than the source, or silent where the source is not.
  public let bursts: Int
  public let dropouts: Int
  /// Frame of the first of either.
  public let firstFault: Int?
  /// Highest level of the rendition between its samples too, in dBTP; `nil` for silence.
  public let truePeak: Double?
  /// What is wrong, one clause each with its numbers; empty where the rendition holds its source.
  public let failures: [String]

  public var isSound: Bool { failures.isEmpty }

  /// The mark of a rendition that rises above full scale.
  public var mark: RenditionMark? {
    guard let truePeak, truePeak > 0 else { return nil }
    return RenditionMark(
      code: "true_peak_above_full_scale",
      message: "The \(rung) rung reaches \(Decimals.text(truePeak, 2)) dBTP; a player without "
        + "headroom clips it.")
  }
}
