import COnDemand
public import Sound

/// Fingerprints a whole track while its blocks go by.
///
/// libchromaprint computes the words of Jang, Yoo, Lee, Kim and Kalker, "Pairwise Boosted Audio Fingerprint",
/// IEEE TIFS 4(4), 2009, over chroma images.
@safe public struct Fingerprinter: ~Copyable {
  private let context: OpaquePointer
  private let library: UnsafePointer<chromaprint_functions>
  private let format: PCMFormat
  private var converter: MonoConverter
  private var frames: Int
  private var mono: [Int16]

  /// - Parameters:
  ///   - format: the stream's.
  ///   - isSixteenBit: whether the samples are integers of up to 16 bits; see `MonoConverter`.
  /// - Throws: `FingerprintError.refused` for a format that libswresample or libchromaprint does not take;
  ///   `FingerprintError.libraryMissing` where one of them is not installed.
  public init(format: PCMFormat, isSixteenBit: Bool) throws(FingerprintError) {
    let converter = try MonoConverter(format: format, isSixteenBit: isSixteenBit)
    guard let library = unsafe chromaprint_on_demand() else {
      throw .libraryMissing("libchromaprint")
    }
    let context = unsafe try Self.start(library)
    unsafe (self.library, self.context) = unsafe (library, context)
    self.converter = converter
    self.format = format
    frames = 0
    mono = []
  }

  /// A context that expects what the converter gives.
  private static func start(
    _ library: UnsafePointer<chromaprint_functions>
  ) throws(FingerprintError) -> OpaquePointer {
    let context = unsafe library.pointee.chromaprint_new(
      Int32(CHROMAPRINT_ALGORITHM_DEFAULT.rawValue))
    guard let context = unsafe context else { throw .refused("new") }
    guard unsafe library.pointee.chromaprint_start(context, Int32(MonoConverter.rate), 1) == 1
    else {
      unsafe library.pointee.chromaprint_free(context)
      throw .refused("start")
    }
    return unsafe context
  }

  deinit { unsafe library.pointee.chromaprint_free(context) }

  public mutating func consume(_ block: PCMBlock) throws(FingerprintError) {
    guard block.frames > 0 else { return }
    frames += block.frames
    try converter.consume(block, into: &mono)
    try feed()
  }

  private func feed() throws(FingerprintError) {
    guard !mono.isEmpty else { return }
    let count = Int32(mono.count)
    let fed = unsafe mono.withUnsafeBufferPointer {
      unsafe library.pointee.chromaprint_feed(context, $0.baseAddress, count)
    }
    guard fed == 1 else { throw .refused("feed") }
  }

  /// Ends the track.
  ///
  /// To be called once.
  public mutating func finish() throws(FingerprintError) -> Fingerprint {
    try converter.finish(into: &mono)
    try feed()
    guard unsafe library.pointee.chromaprint_finish(context) == 1 else { throw .refused("finish") }
    var text: UnsafeMutablePointer<CChar>?
    guard unsafe library.pointee.chromaprint_get_fingerprint(context, &text) == 1,
      let text = unsafe text
    else {
      throw .refused("get_fingerprint")
    }
    defer { unsafe library.pointee.chromaprint_dealloc(text) }
    var raw: UnsafeMutablePointer<UInt32>?
    var size: Int32 = 0
    guard unsafe library.pointee.chromaprint_get_raw_fingerprint(context, &raw, &size) == 1 else {
      throw .refused("get_raw_fingerprint")
    }
    defer { unsafe library.pointee.chromaprint_dealloc(raw) }
    let words = unsafe Array(UnsafeBufferPointer(start: raw, count: Int(size)))
    return unsafe Fingerprint(
      algorithm: Int(CHROMAPRINT_ALGORITHM_DEFAULT.rawValue), words: words,
      compressed: String(cString: text), duration: format.sampleRate.seconds(frames))
  }
}
