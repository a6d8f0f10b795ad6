/// What a helper process may take before it is ended.
public struct WorkerLimits: Sendable, Hashable, Codable {
  /// Bytes of address space above what the program takes at its start.
  ///
  /// The worst legal file is a picture of 64 million pixels, PICTURE-FIGURES; sound takes SOUND-FIGURE
  /// at most.
  public var memoryBytes = 1 << 30
  /// CPU seconds to open a file, or to read its tags, or to scale its cover.
  ///
  /// chosen: thirty times what the slowest of these took (OPEN-FIGURE).
  public var processorSeconds = 60
  /// CPU seconds for each second of audio, on top.
  ///
  /// chosen: a hundred times what the dearest legal format takes, and still slower than it plays.
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
