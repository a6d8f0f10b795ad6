import CSndfile
import Decoding
import Sound
import Testing

@Suite("FLAC")
struct FLACTests {
  let folder: ScratchFolder
  /// Two seconds of noise without a zero in it, so that silence in what is decoded means loss.
  let samples = Noise.samples(2 * 88_200)
  let bytes: [UInt8]
  let original: Decoded

  init() throws {
    folder = try ScratchFolder()
    bytes = try Encoded.bytes(samples, format: Encoded.flac16)
    original = try Decoded(folder.write(bytes, as: "original.flac"))
  }

  @Test("a whole file gives back every sample and is verified")
  func whole() {
    #expect(original.channels[0] == stride(from: 0, to: samples.count, by: 2).map { samples[$0] })
    #expect(original.channels[1] == stride(from: 1, to: samples.count, by: 2).map { samples[$0] })
    #expect(original.report.integrity == .verified)
    #expect(original.report.warnings.isEmpty)
  }

  @Test(
    "every depth is exact",
    arguments: [
      (SF_FORMAT_PCM_S8, 8), (SF_FORMAT_PCM_16, 16),
      (SF_FORMAT_PCM_24, 24),
    ])
  func depths(encoding: Int, bits: Int) throws {
    let step = 1 / Float(sign: .plus, exponent: bits - 1, significand: 1)
    let ramp = [-1, -1 + step, -step, 0, step, 0.5, 1 - step, 0.25]
    let encoded = try Encoded.bytes(
      ramp, channels: 1, format: SF_FORMAT_FLAC | encoding)
    let decoded = try Decoded(folder.write(encoded))
    #expect(decoded.channels == [ramp])
    #expect(decoded.report.sampleFormat.bits == bits)
    #expect(decoded.report.integrity == .verified)
  }

  @Test("damage in the middle costs the frames it hits, and nothing moves")
  func corrupt() throws {
    var damaged = bytes
    var noise = Noise(state: 3)
    for index in damaged.count / 2..<(damaged.count / 2 + 3000) {
      damaged[index] = UInt8.random(in: 0...255, using: &noise)
    }
    let decoded = try Decoded(folder.write(damaged))
    #expect(decoded.report.frames == original.report.frames)
    let pairs = zip(decoded.channels[0], original.channels[0])
    let differing = pairs.filter { $0 != $1 }
    #expect(differing.allSatisfy { $0.0 == 0 })
    let damage = try #require(decoded.report.damage.first)
    #expect(damage.kind == .corruptFrames)
    #expect(damage.secondsLost == Double(differing.count) / 44_100)
    #expect(damage.frame == pairs.enumerated().first { $0.element.0 != $0.element.1 }?.offset)
    #expect(damage.offset != nil)
    #expect(decoded.report.integrity == .failed)
  }

  @Test("a damaged beginning is left out and counted")
  func corruptBeginning() throws {
    var damaged = bytes
    let first = try #require(firstFrame(damaged))
    damaged[first + 300] ^= 4
    let decoded = try Decoded(folder.write(damaged))
    let lost = original.report.frames - decoded.report.frames
    #expect(lost > 0)
    #expect(decoded.channels[0] == Array(original.channels[0].dropFirst(lost)))
    #expect(decoded.report.damage.first?.kind == .corruptFrames)
    #expect(decoded.report.damage.first?.secondsLost == Double(lost) / 44_100)
    #expect(decoded.report.damage.count == 1)
  }

  @Test("a file cut in the middle keeps its first half and says what is missing")
  func cut() throws {
    let decoded = try Decoded(folder.write(Array(bytes[..<(bytes.count / 2)])))
    let frames = decoded.report.frames
    #expect(frames > 0)
    #expect(decoded.channels[0] == Array(original.channels[0][..<frames]))
    #expect(decoded.report.damage.map(\.kind) == [.truncated])
    #expect(decoded.report.damage.first?.secondsLost == Double(88_200 - frames) / 44_100)
  }

  @Test("a wrong MD5 is damage, none is not")
  func checksum() throws {
    // STREAMINFO's last sixteen bytes, from byte 26 of the file on (RFC 9639 §8.2).
    var wrong = bytes
    wrong[30] ^= 1
    let report = try Decoded(folder.write(wrong)).report
    #expect(report.damage.map(\.kind) == [.checksumMismatch])
    #expect(report.damage.first?.secondsLost == 0)
    #expect(report.trackID == original.report.trackID)
    var none = bytes
    for index in 26..<42 { none[index] = 0 }
    #expect(try Decoded(folder.write(none)).report.integrity == .unverifiable)
  }

  @Test("an absurd length is not believed against the checksum")
  func absurdLength() throws {
    var claims = bytes
    claims[21] |= 0x0F
    for index in 22..<26 { claims[index] = 0xFF }
    let report = try Decoded(folder.write(claims)).report
    #expect(report.integrity == .verified)
    #expect(report.notes.map(\.kind) == [.contradictoryHeader])
    #expect(report.frames == 88_200)
  }

  @Test("a tag in front and behind does not matter")
  func tags() throws {
    let id3 = Array("ID3\u{4}\0\0\0\0\u{2}\0".utf8) + Array(repeating: 0, count: 256)
    let trailing = Array("TAG".utf8) + Array(repeating: 0x20, count: 125)
    let report = try Decoded(folder.write(id3 + bytes + trailing)).report
    #expect(report.trackID == original.report.trackID)
    #expect(report.integrity == .verified)
  }

  @Test("a comment block that claims four gigabytes costs nothing")
  func commentBomb() throws {
    let first = try #require(firstFrame(bytes))
    let comment: [UInt8] =
      [0x84, 0, 0, 40, 0xF0, 0xFF, 0xFF, 0xFF] + Array(repeating: 0x78, count: 36)
    let bomb = bytes[..<4] + [0] + bytes[5..<42] + comment + bytes[first...]
    #expect(verdict(try folder.write(Array(bomb))) == "verified")
  }

  @Test("a header alone is refused")
  func headerOnly() throws {
    #expect(verdict(try folder.write(Array(bytes[..<42]))) == "truncated")
    let first = try #require(firstFrame(bytes))
    #expect(verdict(try folder.write(Array(bytes[..<first]))) == "no_audio_frames")
    var zeroRate = bytes
    zeroRate[18] = 0
    zeroRate[19] = 0
    zeroRate[20] &= 0x0F
    #expect(verdict(try folder.write(zeroRate)) == "sample_rate_out_of_range")
  }

  /// The first frame's sync code with a fixed block size.
  private func firstFrame(_ bytes: [UInt8]) -> Int? {
    bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xF8 }
  }
}
