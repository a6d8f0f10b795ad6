import CSoxr
public import Sound

/// Changes the sample rate of a stream, block by block, without delay.
///
/// libsoxr's 20-bit recipe: pass band to 0.913 of the lower Nyquist frequency, linear phase, its
/// filter's delay taken off at the start. The stream that leaves has exactly ⌈N · output / input⌉
/// frames for N that enter, whatever the size of the blocks. Nothing is allocated once the results
/// have grown to their size.
@safe public struct Resampler: ~Copyable {
  public let input: SampleRate
  public let output: SampleRate
  public let channels: Int

  /// One soxr stream a channel: they share nothing, and planar samples need no interleaving.
  private let streams: UnsafeMutablePointer<soxr_t?>
  private var framesIn = 0
  private var framesOut = 0
  /// Pushes the filter's tail out; chosen: a short block, so that little is pushed in vain.
  private let silence = [Float](repeating: 0, count: 4096)

  /// - Parameters:
  ///   - input: rate of the stream that enters.
  ///   - output: rate of the stream that leaves.
  ///   - channels: channels of both, at least one.
  /// - Throws: `ResamplerError.refused` where libsoxr takes no such pair of rates.
  public init(
    from input: SampleRate, to output: SampleRate, channels: Int
  ) throws(ResamplerError) {
    precondition(channels > 0, "at least one channel")
    self.input = input
    self.output = output
    self.channels = channels
    unsafe streams = .allocate(capacity: channels)
    unsafe streams.initialize(repeating: nil, count: channels)
    // From here on every property is set, so `deinit` cleans up when a stream is refused.
    var types = unsafe soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I)
    var quality = unsafe soxr_quality_spec(UInt(SOXR_20_BITQ), 0)
    var runtime = unsafe soxr_runtime_spec(1)
    for channel in 0..<channels {
      var failure: soxr_error_t?
      unsafe streams[channel] = soxr_create(
        Double(input.hertz), Double(output.hertz), 1, &failure, &types, &quality, &runtime)
      guard unsafe failure == nil, unsafe streams[channel] != nil else {
        throw .refused(from: input.hertz, to: output.hertz)
      }
    }
  }

  deinit {
    for channel in 0..<channels { unsafe soxr_delete(streams[channel]) }
    unsafe streams.deallocate()
  }

  /// Version of the library that does the work, part of what makes a resampled rendition.
  public static var libraryVersion: String {
    unsafe soxr_version().map { unsafe String(cString: $0) } ?? ""
  }

  /// Frames that leave when `frames` have entered and the stream has ended: ⌈frames · output / input⌉.
  public static func length(of frames: Int, from input: SampleRate, to output: SampleRate) -> Int {
    let (seconds, rest) = frames.quotientAndRemainder(dividingBy: input.hertz)
    return seconds * output.hertz + (rest * output.hertz + input.hertz - 1) / input.hertz
  }

  /// Takes the next samples of a mono stream; `result` becomes what is ready by now.
  public mutating func consume(
    _ samples: Span<Float>, into result: inout [Float]
  ) throws(ResamplerError) {
    precondition(channels == 1, "a mono stream")
    framesIn += samples.count
    framesOut += try push(samples, channel: 0, into: &result)
  }

  /// Ends a mono stream; `result` becomes the rest of it.
  public mutating func finish(into result: inout [Float]) throws(ResamplerError) {
    precondition(channels == 1, "a mono stream")
    try drain(channel: 0, into: &result)
    framesOut += result.count
  }

  /// Takes the next frames, one array a channel; `result` becomes what is ready by now.
  ///
  /// - Precondition: `samples` holds one array for each channel, all of one length.
  public mutating func consume(
    _ samples: [[Float]], into result: inout [[Float]]
  ) throws(ResamplerError) {
    precondition(samples.count == channels, "one array a channel")
    fit(&result)
    framesIn += samples[0].count
    var written = 0
    for channel in 0..<channels {
      let plane = samples[channel]
      written = try push(plane.span, channel: channel, into: &result[channel])
    }
    framesOut += written
  }

  /// Ends the stream; `result` becomes the rest of it.
  public mutating func finish(into result: inout [[Float]]) throws(ResamplerError) {
    fit(&result)
    for channel in 0..<channels { try drain(channel: channel, into: &result[channel]) }
    framesOut += result[0].count
  }

  private func fit(_ result: inout [[Float]]) {
    if result.count != channels { result = Array(repeating: [], count: channels) }
  }

  /// Runs `samples` through one channel's stream; `result` becomes what came out.
  ///
  /// Returns its length.
  private func push(
    _ samples: Span<Float>, channel: Int, into result: inout [Float]
  ) throws(ResamplerError) -> Int {
    // What can come out at once: this block's share, and what the filters hold back (measured: less
    // than 8192 frames between 4 and 384 kHz).
    let room = Self.length(of: samples.count, from: input, to: output) + 16_384
    resize(&result, to: room)
    var written = 0
    var used = 0
    let failed = unsafe samples.withUnsafeBufferPointer { source in
      unsafe result.withUnsafeMutableBufferPointer { target in
        unsafe soxr_process(
          streams[channel], source.baseAddress, source.count, &used, target.baseAddress,
          target.count, &written) != nil
      }
    }
    guard !failed, used == samples.count else {
      throw .refused(from: input.hertz, to: output.hertz)
    }
    result.removeLast(result.count - written)
    return written
  }

  /// Follows the stream with silence until all of its frames are out, and cuts what is over.
  private func drain(channel: Int, into result: inout [Float]) throws(ResamplerError) {
    let due = Self.length(of: framesIn, from: input, to: output) - framesOut
    result.removeAll(keepingCapacity: true)
    var piece: [Float] = []
    while result.count < due {
      _ = try push(silence.span, channel: channel, into: &piece)
      result.append(contentsOf: piece)
    }
    result.removeLast(result.count - due)
  }

  private func resize(_ samples: inout [Float], to count: Int) {
    if samples.count < count {
      samples.append(contentsOf: repeatElement(0, count: count - samples.count))
    }
  }
}
