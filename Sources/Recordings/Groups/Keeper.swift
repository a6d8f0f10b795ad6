/// What decides which of several copies is worth keeping.
public struct Keeper: Sendable, Comparable {
  public var isLossless: Bool
  /// Whether nothing says that it was made from a lossy file or from one of a lower rate.
  public var isGenuine: Bool
  /// Whether all of the file could be read.
  public var isWhole: Bool
  /// Seconds.
  public var duration: Double
  /// Frames a second.
  public var sampleRate: Int
  /// Of a sample; 0 where the codec does not count in bits.
  public var bits: Int
  public var channels: Int
  /// Values of tags, and whether there is a cover.
  public var tags: Int
  public var bytes: Int

  public init(
    isLossless: Bool, isGenuine: Bool, isWhole: Bool, duration: Double, sampleRate: Int,
    bits: Int, channels: Int, tags: Int, bytes: Int
  ) {
    self.isLossless = isLossless
    self.isGenuine = isGenuine
    self.isWhole = isWhole
    self.duration = duration
    self.sampleRate = sampleRate
    self.bits = bits
    self.channels = channels
    self.tags = tags
    self.bytes = bytes
  }

  /// Whether the second is the one to keep.
  ///
  /// Whole before damaged, lossless before lossy, genuine before made from less, longer, more channels, a higher rate, more bits, more tags; of equals the
  /// smaller file.
  public static func < (a: Self, b: Self) -> Bool {
    if a.isWhole != b.isWhole { return b.isWhole }
    if a.isLossless != b.isLossless { return b.isLossless }
    if a.isGenuine != b.isGenuine { return b.isGenuine }
    // An encoder adds or takes some hundredths; that is no longer piece.
    if abs(a.duration - b.duration) > 1 { return a.duration < b.duration }
    if a.channels != b.channels { return a.channels < b.channels }
    if a.sampleRate != b.sampleRate { return a.sampleRate < b.sampleRate }
    if a.bits != b.bits { return a.bits < b.bits }
    if a.tags != b.tags { return a.tags < b.tags }
    return a.bytes > b.bytes
  }
}
