/// Short-time Fourier magnitudes of a stream, pulled frame by frame, whatever the sizes of the blocks that
/// are pushed.
///
/// Frame n is centred on sample n·hop; before the beginning and after the end there is silence. Magnitudes
/// are divided by the window's sum, so a sine of amplitude a on a bin reads a/2.
public struct ShortTimeSpectrum: ~Copyable {
  public let frameLength: Int
  public let hopLength: Int
  public var bins: Int { fft.bins }

  private var fft: RealFFT
  private let window: [Float]
  private let scale: Float
  private var pending: [Float]
  private var start = 0

  /// - Precondition: `0 < hopLength <= frameLength`, and `frameLength` is even.
  public init(frameLength: Int, hopLength: Int, window: WindowFunction) {
    precondition(hopLength > 0 && hopLength <= frameLength)
    self.frameLength = frameLength
    self.hopLength = hopLength
    self.window = window.samples(frameLength)
    scale = 1 / self.window.reduce(0, +)
    fft = RealFFT(length: frameLength)
    pending = [Float](repeating: 0, count: frameLength / 2)
  }

  /// Appends samples to the stream.
  public mutating func push(_ samples: [Float]) {
    if start > 0 {
      pending.removeFirst(start)
      start = 0
    }
    pending.append(contentsOf: samples)
  }

  /// Ends the stream: the last frame is the one centred on or before the last sample.
  public mutating func pushEnd() {
    let silence = [Float](repeating: 0, count: frameLength / 2 - 1)
    push(silence)
  }

  /// Writes the next frame's magnitudes to `magnitudes`, `bins` values; false when more samples are needed.
  public mutating func next(into magnitudes: inout [Float]) -> Bool {
    guard start + frameLength <= pending.count else { return false }
    let (samples, shape) = (pending, window)  // spans of a value's own fields would lock the value
    fft.transform(samples.span.extracting(start..<start + frameLength), window: shape.span)
    var output = magnitudes.mutableSpan
    fft.magnitude(scale: scale, into: &output)
    start += hopLength
    return true
  }
}
