/// What the samples themselves say about how they were made: observations, not verdicts.
public struct SignalEvidence: Sendable, Hashable, Codable {
  /// The largest magnitude of each channel; full scale is 1.
  public var peaks: [Float] = []
  /// The mean of each channel.
  public var offsets: [Double] = []
  /// Runs of three or more consecutive samples at full scale.
  public var clippedRuns = 0
  /// Samples in those runs.
  public var clippedSamples = 0
  /// The frame at which the first run begins.
  public var firstClippedFrame: Int?
  /// Whether there is more than one channel, and all are the same, sample by sample.
  public var hasIdenticalChannels = false
  /// Seconds before the first sample above −80 dBFS, and after the last; both are the whole length
  /// where there is none.
  public var leadingSilence = 0.0
  public var trailingSilence = 0.0
  /// Bits that the samples of an integer format really use, where that is fewer than declared.
  public var usedBits: Int?
  /// Where the spectrum of a lossless file breaks off, if it does.
  public var bandLimit: BandLimit?

  /// The channels, counted from 0, that hold nothing but zeros.
  public var silentChannels: [Int] { peaks.indices.filter { peaks[$0] == 0 } }
  /// Whether no channel rises above −80 dBFS.
  public var isSilent: Bool { peaks.allSatisfy { $0 <= EvidenceMeter.silence } }
}
