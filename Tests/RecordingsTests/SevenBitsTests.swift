import Sound
import Testing

@testable import Recordings

@Suite("Numbers of seven bits a byte")
struct SevenBitsTests {
  @Test(
    "a number of any length is read where it stands, also at the very end",
    arguments: [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456]
      + [UInt64(UInt32.max), UInt64.max])
  func everyLength(number: UInt64) {
    var bytes: [UInt8] = [5]
    SevenBits.append(number, to: &bytes)
    #expect(bytes.count == 1 + max(1, (70 - number.leadingZeroBitCount) / 7))
    for follows in [[], [1, 2, 3], [UInt8](repeating: 255, count: 12)] {
      let all = bytes + follows
      var offset = 1
      #expect(SevenBits.number(all.span, &offset) == number)
      #expect(offset == bytes.count)
    }
  }

  @Test("a number that is cut off ends with the bytes")
  func cut() {
    let bytes: [UInt8] = [0x81, 0x82]
    var offset = 0
    #expect(SevenBits.number(bytes.span, &offset) == 1 | 2 << 7)
    #expect(offset == 2)
  }
}
