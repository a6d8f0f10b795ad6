/// A point of a spectrogram that stands out from what surrounds it.
public struct Landmark: Sendable, Hashable, Codable {
  /// Time, in steps of `Landmarks.framesPerSecond` from the beginning.
  public var frame: Int
  /// Frequency, in steps of `Landmarks.binWidth`; whole where it was stored.
  public var bin: Float

  public init(frame: Int, bin: Float) {
    self.frame = frame
    self.bin = bin
  }
}
