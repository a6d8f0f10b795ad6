internal import Sound

/// Where the samples of a WAV, RF64 or BW64 file stand, and how they are written.
///
/// After Microsoft's and IBM's Multimedia Programming Interface 1.0 (RIFF), `WAVEFORMATEXTENSIBLE`, EBU
/// Tech 3306 (RF64) and ITU-R BS.2088 (BW64). Sizes are believed only as far as the file bears them out.
struct WaveHeader {
  enum Encoding: Equatable {
    case integer, float
    case other(tag: Int)
  }

  var encoding = Encoding.integer
  var channels = 0
  var sampleRate = 0
  /// Bits of a sample that carry signal, as declared.
  var bits = 0
  /// Bytes in which one sample stands.
  var sampleBytes = 0
  /// Bytes a second, as declared; for encodings other than plain samples.
  var byteRate = 0
  /// The loudspeakers, where an EXTENSIBLE header names them.
  var channelMask: UInt32?
  var dataOffset = 0
  /// Bytes of samples that are there.
  var dataBytes = 0
  /// Bytes of samples that the header promises; equal to `dataBytes` where it was never filled in.
  var declaredBytes = 0
  var notes: [DecodingNote] = []

  /// Whether the integers are written most significant byte first (RIFX).
  var isBigEndian = false

  var frameBytes: Int { channels * sampleBytes }
  /// Whether the samples are in some compressed encoding.
  var isForeign: Bool { if case .other = encoding { true } else { false } }
}

extension WaveHeader {
  /// The promises of the header, for samples written plainly.
  func streamHeader(_ kind: FileKind) -> StreamHeader {
    let layout = channelMask.map { Speakers.layout(mask: $0, channels: channels) }
    return StreamHeader(
      format: PCMFormat(
        sampleRate: SampleRate(hertz: sampleRate),
        layout: layout ?? .standard(channels: channels)),
      sampleFormat: SampleFormat(
        kind: encoding == .float ? .float : .integer, bits: bits, container: kind.rawValue,
        codec: "pcm"),
      declaredFrames: declaredBytes / frameBytes)
  }

  /// What the header alone says about losses.
  func findings(fileSize: Int) -> HeaderFindings {
    HeaderFindings(
      notes: notes, payload: isForeign ? (declaredBytes, dataBytes) : nil, fileSize: fileSize)
  }
}

/// The four letters and the length in front of a chunk.
struct ChunkHeader {
  let id: String
  let length: Int

  /// Nil where the first four bytes are no printable ASCII.
  init?(_ bytes: [UInt8], bigEndian: Bool) {
    guard bytes.count >= 8, bytes[..<4].allSatisfy({ (0x20...0x7E).contains($0) }) else {
      return nil
    }
    id = String(decoding: bytes[..<4], as: UTF8.self)
    length = Bytes.integer(bytes[4..<8], bigEndian: bigEndian)
  }
}

/// Integers out of bytes.
enum Bytes {
  /// The unsigned integer of up to eight bytes; what passes `Int.max` is `Int.max`.
  static func integer(_ bytes: ArraySlice<UInt8>, bigEndian: Bool = false) -> Int {
    let ordered = bigEndian ? Array(bytes) : bytes.reversed()
    return Int(clamping: ordered.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
