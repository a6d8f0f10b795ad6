import Crypto

/// A FLAC stream (RFC 9639) of verbatim stereo frames, which can be taken apart and put together wrong.
struct FLACFile {
  static let frameLength = 4_096

  var sampleRate = Sounds.rate
  var declaredFrames: Int
  var checksum: [UInt8]
  /// Metadata blocks after STREAMINFO: type and content, and a length that may lie.
  var blocks: [(type: UInt8, body: [UInt8], length: Int?)] = []
  var frames: [[UInt8]]

  init(_ samples: [Int16]) {
    declaredFrames = samples.count / 2
    checksum = Array(Insecure.MD5.hash(data: Sounds.bytes(samples)))
    frames = Self.frames(samples)
  }

  var bytes: [UInt8] { header + frames.joined() }

  var header: [UInt8] {
    var bytes = Bytes.ascii("fLaC") + Self.block(0, streamInfo, isLast: blocks.isEmpty)
    for (index, block) in blocks.enumerated() {
      bytes += Self.block(
        block.type, block.body, isLast: index == blocks.count - 1, length: block.length)
    }
    return bytes
  }

  /// RFC 9639 §8.2.
  var streamInfo: [UInt8] {
    let size = Bytes.big(Self.frameLength, 2)
    let packed = sampleRate << 44 | 1 << 41 | 15 << 36 | declaredFrames & (1 << 36 - 1)
    return size + size + Bytes.zeros(6) + Bytes.big(packed, 8) + checksum
  }

  /// RFC 9639 §9: fixed blocks, 16 bits, two channels, verbatim subframes.
  ///
  /// - Parameters:
  ///   - samples: interleaved.
  ///   - rateCode: 0 for the rate of STREAMINFO, 10 for 48 kHz.
  ///   - first: the number of the first frame.
  /// - Returns: the bytes of each frame.
  static func frames(_ samples: [Int16], rateCode: UInt8 = 0, first: Int = 0) -> [[UInt8]] {
    let count = samples.count / 2
    return stride(from: 0, to: count, by: frameLength).enumerated().map { number, start in
      let length = min(frameLength, count - start)
      var frame: [UInt8] = [0xFF, 0xF8, 0x70 | rateCode, 0x18]
      frame += Array(String(Character(Unicode.Scalar(UInt8(first + number)))).utf8)
      frame += Bytes.big(length - 1, 2)
      frame.append(UInt8(Bytes.remainder(frame, polynomial: 0x07, bits: 8)))
      for channel in 0..<2 {
        frame.append(0x02)
        for index in start..<(start + length) {
          let sample = samples[2 * index + channel]
          frame.append(UInt8(truncatingIfNeeded: sample >> 8))
          frame.append(UInt8(truncatingIfNeeded: sample))
        }
      }
      return frame + Bytes.big(Bytes.remainder(frame, polynomial: 0x8005, bits: 16), 2)
    }
  }

  /// A Vorbis comment with lengths that may lie.
  static func comment(
    _ fields: [String], vendorLength: Int? = nil, count: Int? = nil, fieldLength: Int? = nil
  ) -> [UInt8] {
    var body = Bytes.little(vendorLength ?? 4, 4) + Bytes.ascii("test")
    body += Bytes.little(count ?? fields.count, 4)
    for field in fields {
      body += Bytes.little(fieldLength ?? field.utf8.count, 4) + Bytes.ascii(field)
    }
    return body
  }

  /// RFC 9639 §8.8: a front cover.
  static func picture(_ image: [UInt8], mime: String, length: Int? = nil) -> [UInt8] {
    Bytes.big(3, 4) + Bytes.big(mime.utf8.count, 4) + Bytes.ascii(mime) + Bytes.zeros(20)
      + Bytes.big(length ?? image.count, 4) + image
  }

  private static func block(
    _ type: UInt8, _ body: [UInt8], isLast: Bool, length: Int? = nil
  ) -> [UInt8] {
    [type | (isLast ? 0x80 : 0)] + Bytes.big(length ?? body.count, 3) + body
  }
}
