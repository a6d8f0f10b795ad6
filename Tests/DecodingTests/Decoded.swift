import Decoding
import Sound
import Testing

/// The whole of a file: its samples, a channel an array, and the report.
struct Decoded {
  var channels: [[Float]] = []
  let report: DecodingReport

  init(
    _ path: SourcePath, frames: Int = PCMBlock.standardFrames,
    limits: DecodingLimits = .standard
  ) throws(Decoding.DecodingError) {
    var reader = try AudioFileReader(path, limits: limits)
    var block = PCMBlock(format: reader.format)
    channels = Array(repeating: [], count: reader.format.channels)
    repeat {
      try reader.read(into: &block, frames: frames)
      for index in channels.indices { channels[index] += block.channels[index] }
    } while block.frames > 0
    report = try reader.finish()
  }
}

/// The verdict on a file in one word: the code of the error, or how it was read.
func verdict(_ path: SourcePath, limits: DecodingLimits = .standard) -> String {
  do throws(Decoding.DecodingError) {
    let report = try Decoded(path, limits: limits).report
    return report.isDamaged ? "damaged: \(report.damage[0].code)" : report.integrity.rawValue
  } catch {
    return error.code
  }
}

/// Deterministic noise for tests (Steele and others, SplitMix64, OOPSLA 2014).
struct Noise: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Interleaved 16-bit samples between −0.5 and 0.5 of full scale, none of them 0.
  static func samples(_ count: Int, seed: UInt64 = 1) -> [Float] {
    var noise = Noise(state: seed)
    return (0..<count).map { _ in
      let value = Int.random(in: 1...16_384, using: &noise)
      return Float(Bool.random(using: &noise) ? value : -value) / 32_768
    }
  }
}
