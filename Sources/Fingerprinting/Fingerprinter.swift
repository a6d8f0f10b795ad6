import CChromaprint
public import Sound

/// Fingerprints a whole track while its blocks go by.
///
/// libchromaprint mixes to mono, resamples to 11 025 Hz and computes the words of Jang, Yoo, Lee, Kim and
/// Kalker, "Pairwise Boosted Audio Fingerprint", IEEE TIFS 4(4), 2009, over chroma images. It takes 16-bit
/// samples; ours are rounded to them as fpcalc's decoder does, so both print the same for the same file.
@safe public struct Fingerprinter: ~Copyable {
  private let context: OpaquePointer
  private let format: PCMFormat
  private var frames: Int
  private var interleaved: [Int16]

  public init(format: PCMFormat) throws(FingerprintError) {
    unsafe context = try Self.start(format)
    self.format = format
    frames = 0
    interleaved = []
  }

  /// A context that has been told the format.
  private static func start(_ format: PCMFormat) throws(FingerprintError) -> OpaquePointer {
    let context = unsafe chromaprint_new(Int32(CHROMAPRINT_ALGORITHM_DEFAULT.rawValue))
    guard let context = unsafe context else { throw .refused("new") }
    let isStarted = unsafe chromaprint_start(
      context, Int32(format.sampleRate.hertz), Int32(format.channels))
    guard isStarted == 1 else {
      unsafe chromaprint_free(context)
      throw .refused("start")
    }
    return unsafe context
  }

  deinit { unsafe chromaprint_free(context) }

  public mutating func consume(_ block: PCMBlock) throws(FingerprintError) {
    let channels = format.channels
    let count = block.frames * channels
    guard count > 0 else { return }
    if interleaved.count < count {
      interleaved.append(contentsOf: repeatElement(0, count: count - interleaved.count))
    }
    do {
      var output = interleaved.mutableSpan
      for index in 0..<channels {
        let channel = block.channels[index]
        let samples = channel.span
        var at = index
        for i in 0..<block.frames {
          output[at] = Self.integer(samples[i])
          at += channels
        }
      }
    }
    let fed = unsafe interleaved.withUnsafeBufferPointer {
      unsafe chromaprint_feed(context, $0.baseAddress, Int32(count))
    }
    guard fed == 1 else { throw .refused("feed") }
    frames += block.frames
  }

  /// Ends the track.
  ///
  /// To be called once.
  public mutating func finish() throws(FingerprintError) -> Fingerprint {
    guard unsafe chromaprint_finish(context) == 1 else { throw .refused("finish") }
    var text: UnsafeMutablePointer<CChar>?
    guard unsafe chromaprint_get_fingerprint(context, &text) == 1, let text = unsafe text else {
      throw .refused("get_fingerprint")
    }
    defer { unsafe chromaprint_dealloc(text) }
    var raw: UnsafeMutablePointer<UInt32>?
    var size: Int32 = 0
    guard unsafe chromaprint_get_raw_fingerprint(context, &raw, &size) == 1 else {
      throw .refused("get_raw_fingerprint")
    }
    defer { unsafe chromaprint_dealloc(raw) }
    let words = unsafe Array(UnsafeBufferPointer(start: raw, count: Int(size)))
    return unsafe Fingerprint(
      algorithm: Int(CHROMAPRINT_ALGORITHM_DEFAULT.rawValue), words: words,
      compressed: String(cString: text), duration: format.sampleRate.seconds(frames))
  }

  /// The nearest 16-bit sample; beyond full scale, full scale.
  ///
  /// Adding 1.5·2²³ leaves the rounded integer in the low bits of the sum: on processors without a rounding
  /// instruction in the baseline, `rounded()` is a call for each sample.
  @inline(__always)
  private static func integer(_ sample: Float) -> Int16 {
    let scaled = max(-32_768, min(32_767, sample * 32_768))
    return Int16(truncatingIfNeeded: (scaled + 12_582_912).bitPattern)
  }
}
