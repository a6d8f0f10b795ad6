/// Writes WAV files byte by byte, right or wrong as a test needs them.
struct WaveBytes {
  enum Flavour: String, CaseIterable { case plain, extensible, rf64, bigEndian }
  enum Depth: Int, CaseIterable {
    case unsigned8 = 1
    case integer16, integer24, integer32, float32, float64

    var bytes: Int { [1, 2, 3, 4, 4, 8][rawValue - 1] }
    var isFloat: Bool { self == .float32 || self == .float64 }
  }

  var flavour = Flavour.plain
  var depth = Depth.integer16
  var channels = 2
  var rate = 44_100
  var mask: UInt32 = 3
  var tag: UInt16?
  var blockAlign: Int?
  var declaredBits: Int?
  var dataLength: UInt32?
  var riffLength: UInt32?
  /// Whole chunks before and after the samples.
  var before: [UInt8] = []
  var after: [UInt8] = []

  /// The file with these interleaved samples, full scale ±1.
  func file(_ samples: [Double]) -> [UInt8] { file(data: samples.flatMap(encode)) }

  func file(data: [UInt8]) -> [UInt8] {
    let isLarge = flavour == .rf64
    let length = dataLength ?? (isLarge ? .max : UInt32(data.count))
    var body = ascii("WAVE")
    if isLarge {
      body += ascii("ds64") + number(28, 4)
      body += number(0, 8) + number(data.count, 8) + number(data.count / frameBytes, 8)
      body += number(0, 4)
    }
    body += formatChunk() + before + ascii("data") + number(Int(length), 4) + data + after
    let riff = riffLength.map(Int.init) ?? (isLarge ? 0xFFFF_FFFF : body.count)
    let id = isLarge ? "RF64" : flavour == .bigEndian ? "RIFX" : "RIFF"
    return ascii(id) + number(riff, 4) + body
  }

  private var frameBytes: Int { max(1, channels * depth.bytes) }

  private func formatChunk() -> [UInt8] {
    let isExtensible = flavour == .extensible
    let plainTag = tag ?? (depth.isFloat ? 3 : 1)
    let block = blockAlign ?? frameBytes
    let bits = declaredBits ?? depth.bytes * 8
    var body = number(isExtensible ? 0xFFFE : Int(plainTag), 2) + number(channels, 2)
    body += number(rate, 4) + number(rate * block, 4) + number(block, 2) + number(bits, 2)
    if isExtensible {
      body += number(22, 2) + number(bits, 2) + number(Int(mask), 4) + number(Int(plainTag), 2)
      body += [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    }
    return ascii("fmt ") + number(body.count, 4) + body
  }

  private func encode(_ sample: Double) -> [UInt8] {
    func integer(_ bits: Int) -> [UInt8] {
      let top = Double(1 << (bits - 1))
      let value = min(max((sample * top).rounded(), -top), top - 1)
      return number(Int(value) & (1 << bits - 1), bits / 8)
    }
    switch depth {
    case .unsigned8: return [UInt8(min(max((sample * 128).rounded() + 128, 0), 255))]
    case .integer16: return integer(16)
    case .integer24: return integer(24)
    case .integer32: return integer(32)
    case .float32: return number(Int(Float(sample).bitPattern), 4)
    case .float64: return number(Int(bitPattern: UInt(sample.bitPattern)), 8)
    }
  }

  func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

  func number(_ value: Int, _ count: Int) -> [UInt8] {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return flavour == .bigEndian ? bytes.reversed() : bytes
  }

  func chunk(_ id: String, _ body: [UInt8], padded: Bool = true) -> [UInt8] {
    ascii(id) + number(body.count, 4) + body + (padded && body.count % 2 == 1 ? [0] : [])
  }
}
