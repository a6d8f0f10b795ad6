import TestSignals
import Testing

@testable import Ladder

@Suite struct OggTests {
  /// The definition, a bit at a time.
  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = 0
    for byte in bytes {
      value ^= UInt32(byte) << 24
      for _ in 0..<8 { value = value & 0x8000_0000 != 0 ? value << 1 ^ 0x04C1_1DB7 : value << 1 }
    }
    return value
  }

  @Test("eight bytes a step give what one bit a step gives", arguments: [0, 1, 7, 8, 9, 300])
  func table(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    #expect(OggChecksum.update(0, bytes.span) == checksum(bytes))
  }

  @Test("packets of all lengths come back, over as many pages as they need")
  func packets() throws {
    var generator = SeededGenerator(seed: 5)
    let lengths = [0, 1, 254, 255, 256, 510, 65_024, 65_025, 65_026, 200_000, 3]
    let packets = lengths.map { length in
      (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
    var pager = OggPager(serial: 0xDEAD_BEEF, beginsStream: true)
    for (index, packet) in packets.enumerated() {
      pager.append(packet.span, granule: Int64(index * 1000))
    }
    pager.flush(isLast: true)

    let folder = try TemporaryFolder()
    var reader = try OggPageReader(try folder.file("x.ogg", pager.pages))
    var found: [[UInt8]] = []
    var packet: [UInt8] = []
    var body: [UInt8] = []
    var sequence: UInt32 = 0
    while let page = try reader.next(checked: true) {
      #expect(page.serial == 0xDEAD_BEEF)
      #expect(page.sequence == sequence)
      #expect(page.flags.contains(.first) == (sequence == 0))
      #expect(page.flags.contains(.continued) == !packet.isEmpty)
      sequence += 1
      body.removeAll()
      reader.copyBody(to: &body)
      var start = 0
      for segment in page.segments {
        packet += body[start..<start + Int(segment)]
        start += Int(segment)
        if segment < 255 {
          found.append(packet)
          packet = []
        }
      }
      // RFC 3533 §6: −1 where no packet ends on the page.
      #expect((page.granule == -1) == page.segments.allSatisfy { $0 == 255 })
    }
    #expect(found == packets)
  }

  @Test("a flipped bit anywhere on a page is found")
  func damage() throws {
    var pager = OggPager(serial: 1, beginsStream: true)
    pager.append([UInt8](repeating: 7, count: 300).span, granule: 9)
    pager.flush()
    let folder = try TemporaryFolder()
    for index in pager.pages.indices {
      var bytes = pager.pages
      bytes[index] ^= 4
      let path = try folder.file("x.ogg", bytes)
      #expect(throws: LadderError.self) {
        var reader = try OggPageReader(path)
        while try reader.next(checked: true) != nil {}
      }
    }
  }
}
