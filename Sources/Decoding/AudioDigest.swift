internal import Crypto
public import Sound

/// The SHA-256 of decoded audio: equal for equal audio, whatever its container, depth or tags.
///
/// What is hashed, in this order:
/// 1. the eleven ASCII bytes `assonance-1`, a NUL, then the sample rate in hertz and the number of
///    channels as unsigned 32-bit little-endian integers: 20 bytes;
/// 2. every sample, frame by frame and channel by channel within the frame, as a little-endian IEEE
///    754 32-bit float, full scale ±1: an n-bit integer s is s/2ⁿ⁻¹ rounded to the nearest float (no
///    rounding up to 25 bits), a 64-bit float is rounded to the nearest, −0 is written as 0.
///
/// The place of the loudspeakers is not hashed: formats differ in whether they can say it.
public struct AudioDigest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// - Precondition: `bytes` are 32.
  public init(bytes: [UInt8]) {
    precondition(bytes.count == SHA256.byteCount, "a SHA-256 has 32 bytes")
    self.bytes = bytes
  }

  /// 64 hexadecimal digits.
  public var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The name of the audio.
  public var trackID: TrackID { TrackID(digest: bytes) }
}

/// Takes the digest of a stream of blocks; independent of their size.
struct AudioHasher {
  private var hash = SHA256()
  private var interleaved: [Float] = []

  init(format: PCMFormat) {
    var prefix = Array("assonance-1\0".utf8)
    for value in [UInt32(clamping: format.sampleRate.hertz), UInt32(format.channels)] {
      for shift in stride(from: 0, to: 32, by: 8) {
        prefix.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
      }
    }
    hash.update(data: prefix)
  }

  mutating func consume(_ block: PCMBlock) {
    guard block.frames > 0 else { return }
    // A float's bytes are little-endian in memory on every processor this runs on.
    if block.channels.count == 1 {
      unsafe block.channels[0].withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    } else {
      Interleaving.interleave(block, into: &interleaved)
      unsafe interleaved.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    }
  }

  func digest() -> AudioDigest { AudioDigest(bytes: Array(hash.finalize())) }
}
