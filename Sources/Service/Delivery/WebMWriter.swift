/// Writes WebM: EBML elements (RFC 8794) of Matroska (RFC 9559), as far as a Vorbis stream needs them.
struct WebMWriter {
  /// Nanoseconds of a tick.
  ///
  /// Blocks say their time in 16 bits from their cluster's: 3.2 s at a tenth of a millisecond.
  static let tick = 100_000

  private(set) var bytes: [UInt8] = []

  /// What a player reads first: the stream's headers, without its tags and cover.
  static func start(_ stream: VorbisStream) -> [UInt8] {
    var file = WebMWriter()
    file.element(0x1A45_DFA3) {
      $0.unsigned(0x4286, 1)
      $0.unsigned(0x42F7, 1)
      $0.unsigned(0x42F2, 4)
      $0.unsigned(0x42F3, 8)
      $0.text(0x4282, "webm")
      $0.unsigned(0x4287, 4)
      $0.unsigned(0x4285, 2)
    }
    // A segment of unknown size: clusters follow as they are fetched.
    file.id(0x1853_8067)
    file.bytes += [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
    file.element(0x1549_A966) {
      $0.unsigned(0x2AD7B1, tick)
      $0.text(0x4D80, "assonance")
      $0.text(0x5741, "assonance")
      $0.float(0x4489, Double(stream.frames) / Double(stream.modes.sampleRate) * 1e9 / Double(tick))
    }
    file.element(0x1654_AE6B) {
      $0.element(0xAE) {
        $0.unsigned(0xD7, 1)
        $0.unsigned(0x73C5, 1)
        $0.unsigned(0x83, 2)
        $0.unsigned(0x9C, 0)
        $0.text(0x86, "A_VORBIS")
        $0.binary(0x63A2, stream.codecPrivate)
        $0.element(0xE1) {
          $0.float(0xB5, Double(stream.modes.sampleRate))
          $0.unsigned(0x9F, stream.modes.channels)
        }
      }
    }
    return file.bytes
  }

  /// A packet with the frame at which its sound begins, and frames to be left out at its end.
  struct Block {
    let start: Int
    let packet: ArraySlice<UInt8>
    var excess = 0
  }

  /// One cluster of blocks.
  static func cluster(_ blocks: [Block], sampleRate: Int) -> [UInt8] {
    let ticks = { (frames: Int) in
      Int((Double(frames) / Double(sampleRate) * 1e9 / Double(tick)).rounded())
    }
    let first = ticks(blocks.first?.start ?? 0)
    var file = WebMWriter()
    file.element(0x1F43_B675) {
      $0.unsigned(0xE7, first)
      for block in blocks {
        let time = ticks(block.start) - first
        let head = [0x81, UInt8(truncatingIfNeeded: time >> 8), UInt8(truncatingIfNeeded: time)]
        if block.excess == 0 {
          $0.binary(0xA3, head + [0x80] + block.packet)
        } else {
          $0.element(0xA0) {
            $0.binary(0xA1, head + [0] + block.packet)
            let padding = Int(Double(block.excess) / Double(sampleRate) * 1e9)
            $0.binary(0x75A2, Self.big(padding, 8))
          }
        }
      }
    }
    return file.bytes
  }

  private mutating func element(_ id: Int, _ body: (inout WebMWriter) -> Void) {
    var inner = WebMWriter()
    body(&inner)
    binary(id, inner.bytes)
  }

  private mutating func binary(_ id: Int, _ body: [UInt8]) {
    self.id(id)
    // Sizes in eight bytes: always right, and a second pass is not needed.
    bytes.append(0x01)
    bytes += Self.big(body.count, 7)
    bytes += body
  }

  private mutating func text(_ id: Int, _ text: String) { binary(id, Array(text.utf8)) }

  private mutating func unsigned(_ id: Int, _ value: Int) {
    var count = 1
    while count < 8, value >> (8 * count) > 0 { count += 1 }
    binary(id, Self.big(value, count))
  }

  private mutating func float(_ id: Int, _ value: Double) {
    binary(id, Self.big(Int(bitPattern: UInt(value.bitPattern)), 8))
  }

  private mutating func id(_ id: Int) {
    var count = 1
    while id >> (8 * count) > 0 { count += 1 }
    bytes += Self.big(id, count)
  }

  private static func big(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }
}
