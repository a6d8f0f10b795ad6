/// How much of what a stranger's file holds is read.
public struct TaggingLimits: Sendable, Equatable, Codable {
  /// Fields beyond this many values in all are left out.
  public var values = 1_000  // chosen: ten times what the richest taggers write
  /// Longest value, in bytes of UTF-8; longer ones are left out.
  ///
  /// Chosen: a long libretto fits.
  public var valueBytes = 65_536
  /// Bytes of all values together.
  public var totalBytes = 262_144
  /// Largest picture read, in bytes of its file.
  ///
  /// Chosen: FLAC's own limit for a block is 16 MiB.
  public var pictureBytes = 16 << 20
  /// Pictures read from one file.
  public var pictures = 16
  /// Largest picture decoded for scaling; checked in its header, before a pixel is decoded.
  ///
  /// Chosen: 64 million pixels, 256 MB while scaled.
  public var picturePixels = 64_000_000

  public init() {}
}
