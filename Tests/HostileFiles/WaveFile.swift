/// A WAV file whose every field may lie.
struct WaveFile {
  var id = "RIFF"
  var tag = 1
  var channels = 2
  var rate = Sounds.rate
  var bits = 16
  var blockAlign: Int?
  /// The length that `data` declares.
  var dataLength: Int?
  var riffLength: Int?
  /// Chunks before `fmt `, between it and `data`, and after the samples.
  var first: [UInt8] = []
  var before: [UInt8] = []
  var after: [UInt8] = []
  /// What follows the 16 bytes of a plain format.
  var formatTail: [UInt8] = []

  func bytes(_ data: [UInt8]) -> [UInt8] {
    let block = blockAlign ?? channels * bits / 8
    var format = Bytes.little(tag, 2) + Bytes.little(channels, 2) + Bytes.little(rate, 4)
    format += Bytes.little(rate * block, 4) + Bytes.little(block, 2) + Bytes.little(bits, 2)
    var body = Bytes.ascii("WAVE") + first + Bytes.chunk("fmt ", format + formatTail) + before
    body += Bytes.ascii("data") + Bytes.little(dataLength ?? data.count, 4) + data + after
    return Bytes.ascii(id) + Bytes.little(riffLength ?? body.count, 4) + body
  }

  /// What makes a format EXTENSIBLE, with a sub-format's tag.
  static func extensible(mask: Int, validBits: Int = 16, tag: Int = 1) -> [UInt8] {
    let rest: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    return Bytes.little(22, 2) + Bytes.little(validBits, 2) + Bytes.little(mask, 4)
      + Bytes.little(tag, 2) + rest
  }

  /// The 64-bit lengths of RF64 and BW64 (EBU Tech 3306).
  static func ds64(data: UInt64, riff: UInt64 = 0) -> [UInt8] {
    let words = [riff, data, 0].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
    }
    return Bytes.chunk("ds64", words + Bytes.little(0, 4))
  }
}
