import COnDemand
import Sound

/// Brings a stream to what fpcalc feeds its fingerprinter: 16-bit mono at 11 025 Hz, through libswresample with
/// fpcalc's settings, so that both print the same for the same file.
///
/// Integers of up to 16 bits go through libswresample's integer path and everything else through its float
/// path, as they do there: the two round differently.
@safe struct MonoConverter: ~Copyable {
  static let rate = 11_025

  private let context: OpaquePointer
  private let channels: Int
  private let isSixteenBit: Bool
  private let ratio: Double
  private var planes: [[Int16]]

  init(format: PCMFormat, isSixteenBit: Bool) throws(FingerprintError) {
    guard assonance_converter_on_demand() != 0 else { throw .libraryMissing("libswresample") }
    let context = unsafe assonance_converter_new(
      Int32(format.sampleRate.hertz), Int32(format.channels), isSixteenBit ? 1 : 0)
    guard let context = unsafe context else { throw .refused("resampler") }
    unsafe self.context = context
    channels = format.channels
    self.isSixteenBit = isSixteenBit
    ratio = Double(Self.rate) / Double(format.sampleRate.hertz)
    planes = Array(repeating: [], count: isSixteenBit ? format.channels : 0)
  }

  deinit {
    unsafe assonance_converter_free(context)
  }

  /// Converts the next frames; `mono` becomes what is ready by now.
  mutating func consume(_ block: PCMBlock, into mono: inout [Int16]) throws(FingerprintError) {
    Self.fit(&mono, Int(Double(block.frames) * ratio) + 1024)
    let written: Int32
    if isSixteenBit {
      for index in 0..<channels { Self.round(block.channels[index], to: &planes[index]) }
      written = convert(planes, frames: block.frames, into: &mono)
    } else {
      written = convert(block.channels, frames: block.frames, into: &mono)
    }
    guard written >= 0 else { throw .refused("resampling") }
    mono.removeLast(mono.count - Int(written))
  }

  /// Writes the rest of the stream to `mono`.
  mutating func finish(into mono: inout [Int16]) throws(FingerprintError) {
    Self.fit(&mono, 1024)
    let count = Int32(mono.count)
    let written = unsafe mono.withUnsafeMutableBytes { target in
      var output = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe assonance_converter_run(context, &output, count, nil, 0)
    }
    guard written >= 0 else { throw .refused("resampling") }
    mono.removeLast(mono.count - Int(written))
  }

  /// Hands the addresses of all planes to the converter; returns the samples written, or a negative code.
  private func convert<Sample>(
    _ planes: [[Sample]], frames: Int, into mono: inout [Int16]
  ) -> Int32 {
    let room = Int32(mono.count)
    return unsafe mono.withUnsafeMutableBytes { target in
      var output = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe Self.withAddresses(of: planes[...], []) { addresses in
        var addresses = unsafe addresses
        return unsafe assonance_converter_run(context, &output, room, &addresses, Int32(frames))
      }
    }
  }

  private static func withAddresses<Sample>(
    of planes: ArraySlice<[Sample]>, _ found: [UnsafePointer<UInt8>?],
    _ body: ([UnsafePointer<UInt8>?]) -> Int32
  ) -> Int32 {
    guard let plane = planes.first else { return unsafe body(found) }
    return unsafe plane.withUnsafeBytes { bytes in
      let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe withAddresses(of: planes.dropFirst(), found + [address], body)
    }
  }

  private static func fit(_ samples: inout [Int16], _ count: Int) {
    if samples.count < count {
      samples.append(contentsOf: repeatElement(0, count: count - samples.count))
    }
  }

  /// The samples as 16-bit integers, which is what they were.
  ///
  /// Adding 1.5·2²³ leaves the rounded integer in the low bits of the sum: on processors without a rounding
  /// instruction in the baseline, `rounded()` is a call for each sample.
  private static func round(_ samples: [Float], to plane: inout [Int16]) {
    if plane.count != samples.count { plane = [Int16](repeating: 0, count: samples.count) }
    let input = samples.span
    var output = plane.mutableSpan
    for i in input.indices {
      let scaled = max(-32_768, min(32_767, input[i] * 32_768))
      output[i] = Int16(truncatingIfNeeded: (scaled + 12_582_912).bitPattern)
    }
  }
}
