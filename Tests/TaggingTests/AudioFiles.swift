/// Smallest files of each format that carry tags, written byte by byte.
enum AudioFiles {
  static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func little(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func big(_ value: Int, bytes: Int = 4) -> [UInt8] {
    (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A Vorbis comment block without packet header or framing bit.
  static func comments(_ entries: [[UInt8]]) -> [UInt8] {
    var block = little(3) + ascii("tst") + little(entries.count)
    for entry in entries { block += little(entry.count) + entry }
    return block
  }

  /// FLAC's picture block (RFC 9639 §8.8).
  static func pictureBlock(_ bytes: [UInt8], kind: Int = 3) -> [UInt8] {
    let mime = ascii("image/jpeg")
    return big(kind) + big(mime.count) + mime + big(0) + big(0) + big(0) + big(0) + big(0)
      + big(bytes.count) + bytes
  }

  /// A FLAC file without audio: STREAMINFO and the given blocks.
  static func flac(_ blocks: [(type: UInt8, bytes: [UInt8])]) -> [UInt8] {
    var file = ascii("fLaC")
    let stream: [UInt8] =
      [0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x0A, 0xC4, 0x42, 0xF0, 0, 0, 0, 0]
      + [UInt8](repeating: 0, count: 16)
    let all = [(type: UInt8(0), bytes: stream)] + blocks
    for (index, block) in all.enumerated() {
      file.append(block.type | (index == all.count - 1 ? 0x80 : 0))
      file += big(block.bytes.count, bytes: 3) + block.bytes
    }
    return file
  }

  private static func chunk(_ name: String, _ bytes: [UInt8], bigEndian: Bool = false) -> [UInt8] {
    ascii(name) + (bigEndian ? big(bytes.count) : little(bytes.count)) + bytes
      + (bytes.count.isMultiple(of: 2) ? [] : [0])
  }

  /// A WAV file of four silent frames with INFO texts and, where given, an ID3 tag.
  static func wav(info: [(name: String, text: [UInt8])] = [], id3: [UInt8]? = nil) -> [UInt8] {
    let format: [UInt8] =
      [1, 0, 1, 0] + little(44_100) + little(88_200) + [2, 0, 16, 0]
    var body = ascii("WAVE") + chunk("fmt ", format) + chunk("data", [0, 0, 0, 0, 0, 0, 0, 0])
    if !info.isEmpty {
      var list = ascii("INFO")
      for entry in info { list += chunk(entry.name, entry.text + [0]) }
      body += chunk("LIST", list)
    }
    if let id3 { body += chunk("id3 ", id3) }
    return chunk("RIFF", body)
  }

  /// An AIFF file without frames and with an ID3 tag.
  static func aiff(id3: [UInt8]) -> [UInt8] {
    // 44 100 as an 80-bit float.
    let common: [UInt8] = [0, 1] + big(0) + [0, 16, 0x40, 0x0E, 0xAC, 0x44, 0, 0, 0, 0, 0, 0]
    let body =
      ascii("AIFF") + chunk("COMM", common, bigEndian: true)
      + chunk("SSND", big(0) + big(0), bigEndian: true) + chunk("ID3 ", id3, bigEndian: true)
    return chunk("FORM", body, bigEndian: true)
  }

  /// An ID3v2.4 tag of the given frames' bodies.
  static func id3(_ frames: [(name: String, body: [UInt8])]) -> [UInt8] {
    func synchsafe(_ value: Int) -> [UInt8] {
      [21, 14, 7, 0].map { UInt8(value >> $0 & 0x7F) }
    }
    var body: [UInt8] = []
    for frame in frames {
      body += ascii(frame.name) + synchsafe(frame.body.count) + [0, 0] + frame.body
    }
    return ascii("ID3") + [4, 0, 0] + synchsafe(body.count) + body
  }

  /// The first bytes of a JPEG of the given size: enough for a header, too little for a picture.
  static func jpegHeader(width: Int, height: Int) -> [UInt8] {
    [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8] + big(height, bytes: 2) + big(width, bytes: 2)
      + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]
  }
}
