/// What a helper process may take before it is ended.
public struct WorkerLimits: Sendable, Hashable, Codable {
  /// Bytes of address space above what the program takes at its start.
  ///
  /// The worst legal input is a picture of 64 million pixels: scaling one takes 0.5 GB as WebP, 0.45 GB
  /// as progressive JPEG or interlaced PNG, and 0.65 GB as a JPEG that keeps its colours in full;
  /// sound takes a few MB.
  public var memoryBytes = 1 << 30
  /// CPU seconds to open a file, or to read its tags, or to scale its cover.
  ///
  /// chosen: thirty times what the slowest of these took (2 s for a picture of 64 million pixels).
  public var processorSeconds = 60
  /// CPU seconds for each second of audio, on top.
  ///
  /// chosen: stereo FLAC at 44.1 kHz takes 0.001, so that eight channels at 384 kHz take 0.035; this
  /// leaves room for a machine fourteen times slower.
  public var processorSecondsPerSecond = 0.5
  /// Seconds in which a helper neither says, reads nor computes anything.
  ///
  /// chosen: twice the 30 s after which a mounted share usually reports that its server is gone. A
  /// slow share that still delivers a byte now and then is waited for.
  public var stallSeconds = 60.0
  /// Seconds between two words of a helper, whatever it does meanwhile.
  ///
  /// chosen: an MP3 of a gigabyte without an index is read through before its first sample, which
  /// takes this long at 300 kB/s.
  public var silenceSeconds = 3600.0
  /// Files that a helper may have open.
  ///
  /// chosen: it needs seven at most.
  public var openFiles = 32
  /// Requests after which a helper is replaced.
  ///
  /// chosen: what a C library leaks in one file cannot add up, and a start costs nothing by then.
  public var requests = 1000

  public init() {}

  public static let standard = Self()
}
