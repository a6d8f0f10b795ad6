/// What a file may declare before it is refused.
public struct DecodingLimits: Sendable, Hashable, Codable {
  /// Hertz, both ends included.
  ///
  /// From the telephone's half band to the fastest studio converters.
  public var sampleRates: ClosedRange<Int> = 4_000...384_000
  /// Up to 7.1.
  public var channels: ClosedRange<Int> = 1...8
  /// Seconds of audio.
  ///
  /// chosen: a day, longer than any broadcast recording left in one file.
  public var maximumSeconds = 86_400
  /// Bytes in front of the first sample: tags, pictures, cue sheets.
  ///
  /// chosen: scans of a booklet run to tens of MiB; all of it is skipped, not read, so this bounds
  /// absurdity alone.
  public var maximumMetadataBytes = 256 << 20
  /// Chunks of a RIFF or IFF file.
  ///
  /// chosen: each costs one small read, so that this many cost about a tenth of a second.
  public var maximumChunks = 65_536

  public init() {}

  public static let standard = Self()
}
