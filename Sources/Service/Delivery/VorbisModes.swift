/// Which block sizes a Vorbis stream's packets have (Vorbis I, §4.2 and §4.3), read from its headers.
///
/// The modes stand at the end of the setup header, behind tables that only a decoder needs; they are found from
/// the end: a framing bit, before it modes of 41 bits each, before those their number in 6 bits.
struct VorbisModes: Equatable {
  /// Samples of short and long blocks.
  let blockSizes: (short: Int, long: Int)
  /// Of each mode.
  private let isLong: [Bool]

  let channels: Int
  let sampleRate: Int

  static func == (a: Self, b: Self) -> Bool { a.isLong == b.isLong && a.blockSizes == b.blockSizes }

  /// Nil for headers that are none.
  init?(identification: [UInt8], setup: [UInt8]) {
    guard identification.count >= 30, identification[0] == 1, setup.first == 5 else { return nil }
    channels = Int(identification[11])
    sampleRate = (0..<4).reduce(0) { $0 | Int(identification[12 + $1]) << (8 * $1) }
    let sizes = identification[28]
    blockSizes = (1 << Int(sizes & 15), 1 << Int(sizes >> 4))
    // Bits are packed from the least significant on (§2.1.4).
    func bits(_ start: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { value, index in
        let bit = start + index
        return value | Int(setup[bit / 8] >> UInt8(bit % 8) & 1) << index
      }
    }
    var end = setup.count * 8
    repeat { end -= 1 } while end > 0 && bits(end, 1) == 0
    var found: [Bool] = []
    var modes: [Bool] = []
    for count in 1...64 {
      let start = end - 41 * count
      guard start - 6 > 64 else { break }
      // Window and transform types are zero in every stream there is (§4.2.4).
      guard bits(start + 1, 16) == 0, bits(start + 17, 16) == 0, bits(start + 33, 8) < 64 else {
        break
      }
      modes.insert(bits(start, 1) == 1, at: 0)
      if bits(start - 6, 6) == count - 1 { found = modes }
    }
    guard !found.isEmpty else { return nil }
    isLong = found
  }

  /// Samples of an audio packet's block; nil for what is no audio packet.
  func blockSize(of packet: ArraySlice<UInt8>) -> Int? {
    guard let first = packet.first, first & 1 == 0 else { return nil }
    var width = 0
    while 1 << width < isLong.count { width += 1 }
    let mode = Int(first >> 1) & (1 << width - 1)
    guard mode < isLong.count else { return nil }
    return isLong[mode] ? blockSizes.long : blockSizes.short
  }
}
