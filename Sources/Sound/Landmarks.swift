/// What a recording is recognised by where only an excerpt of it is heard: the points that stand out of its
/// spectrogram, and the course of its level in three bands.
public struct Landmarks: Sendable, Equatable, Codable {
  /// Of everything that changes them.
  public static let version = 1
  /// 22 050 / 220: the frames of the analysis' spectrogram.
  public static let framesPerSecond = 22_050.0 / 220
  /// Hz: 22 050 / 1024, that spectrogram's bins.
  public static let binWidth = 22_050.0 / 1024
  /// 258 to 4 974 Hz: a telephone's band and something beyond, below every low-pass of the ladder's rungs.
  public static let bins = 12..<232
  /// Frames of one level, about half a second.
  public static let levelFrames = 50
  /// Bands whose levels are kept: up to 300, 1 200 and 4 800 Hz.
  public static let levelBands = 3

  /// In rising order of time, then of frequency.
  public var peaks: [Landmark]
  /// For each half second the levels of the bands, in steps of half a decibel below full scale; 255 for
  /// what lies 127 dB and more below.
  public var levels: [UInt8]

  public init(peaks: [Landmark], levels: [UInt8]) {
    self.peaks = peaks
    self.levels = levels
  }

  /// Seconds at which a frame stands.
  public static func seconds(_ frame: Int) -> Double { Double(frame) / framesPerSecond }

  /// Full half seconds that were measured.
  public var levelCount: Int { levels.count / Self.levelBands }
}
