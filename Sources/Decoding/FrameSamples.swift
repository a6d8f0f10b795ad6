/// The samples of one FLAC frame where libFLAC keeps them; valid only while it hands them out.
@safe struct FrameSamples {
  private let pointers: UnsafePointer<UnsafePointer<Int32>?>
  private let channels: Int
  /// Samples of each channel.
  let length: Int

  init(_ pointers: UnsafePointer<UnsafePointer<Int32>?>, channels: Int, length: Int) {
    unsafe self.pointers = pointers
    self.channels = channels
    self.length = length
  }

  /// Whether every sample of every channel is 0.
  var isSilent: Bool {
    (0..<channels).allSatisfy { channel in
      unsafe UnsafeBufferPointer(start: pointers[channel], count: length).allSatisfy { $0 == 0 }
    }
  }

  /// Writes one channel, times `scale`, to `out` from `start` on, where there is to be room for it.
  func copy(channel: Int, scaledBy scale: Float, to out: inout [Float], at start: Int) {
    let source = unsafe UnsafeBufferPointer(start: pointers[channel], count: length).span
    var target = out.mutableSpan
    for i in 0..<source.count { target[start + i] = Float(source[i]) * scale }
  }
}
