import Decoding
import Sound
import Testing

@Suite("WAV")
struct WaveTests {
  let folder: ScratchFolder
  init() throws { folder = try ScratchFolder() }

  /// Values that every depth holds exactly.
  static let exact = [0, 0.5, -0.5, 0.25, -1, 0.75, -0.75, 0.125]

  @Test(
    "every depth and flavour gives back the samples that went in",
    arguments: WaveBytes.Flavour.allCases, WaveBytes.Depth.allCases)
  func depths(flavour: WaveBytes.Flavour, depth: WaveBytes.Depth) throws {
    var wave = WaveBytes()
    wave.flavour = flavour
    wave.depth = depth
    // RIFX with 8 bits is as legal as with 16; its samples have no order of bytes.
    let decoded = try Decoded(folder.write(wave.file(Self.exact)))
    #expect(decoded.channels[0] == [0, -0.5, -1, -0.75])
    #expect(decoded.channels[1] == [0.5, 0.25, 0.75, 0.125])
    #expect(decoded.report.sampleFormat.bits == depth.bytes * 8)
    #expect(decoded.report.sampleFormat.kind == (depth.isFloat ? .float : .integer))
    #expect(!decoded.report.isDamaged)
    #expect(decoded.report.notes.isEmpty)
  }

  @Test(
    "a length that was never written does not hide the audio",
    arguments: [
      0xFFFF_FFFF, 0x7FFF_F000, 0x8000_0000, 0,
    ] as [UInt32])
  func unfinishedLength(_ length: UInt32) throws {
    var wave = WaveBytes()
    wave.dataLength = length
    wave.riffLength = 0xFFFF_FFFF
    let samples = Noise.samples(2000).map(Double.init)
    let report = try Decoded(folder.write(wave.file(samples))).report
    #expect(report.frames == 1000)
    #expect(!report.isDamaged)
    #expect(report.notes.map(\.kind) == [.lengthNeverWritten])
  }

  @Test("an empty data chunk before other chunks is empty, not unfinished")
  func trulyEmpty() throws {
    var wave = WaveBytes()
    wave.after = wave.chunk("LIST", Array("INFOISFT\u{4}\0\0\0abc\0".utf8))
    #expect(verdict(try folder.write(wave.file([]))) == "no_audio_frames")
  }

  @Test("a file cut short keeps what is there and says how much is lost")
  func cut() throws {
    let whole = WaveBytes().file(Noise.samples(88_200).map(Double.init))
    let decoded = try Decoded(folder.write(Array(whole.dropLast(44_101 * 2 + 1))))
    let damage = try #require(decoded.report.damage.first)
    // One byte more than 44 101 samples is gone, which costs the half frame before it, too.
    #expect(decoded.report.frames == 22_049)
    #expect(damage.kind == .truncated)
    #expect(damage.frame == 22_049)
    #expect(damage.secondsLost == Double(44_100 - 22_049) / 44_100)
    #expect(decoded.report.integrity == .failed)
  }

  @Test(
    "chunks of odd length are passed over, padded as the rule is or not", arguments: [true, false])
  func oddChunks(padded: Bool) throws {
    var wave = WaveBytes()
    wave.before = wave.chunk("junk", [1, 2, 3], padded: padded)
    #expect(try Decoded(folder.write(wave.file(Self.exact))).channels[0] == [0, -0.5, -1, -0.75])
  }

  @Test("ten thousand empty chunks before the samples cost nothing but time")
  func manyChunks() throws {
    var wave = WaveBytes()
    wave.before = (0..<10_000).flatMap { _ in wave.chunk("junk", []) }
    #expect(try Decoded(folder.write(wave.file(Self.exact))).report.frames == 4)
  }

  @Test("a chunk longer than the file is named, with its place")
  func overlongChunk() throws {
    var wave = WaveBytes()
    wave.before = wave.ascii("LIST") + wave.number(0xFFFF_FFF0, 4) + wave.ascii("abcd")
    let path = try folder.write(wave.file(Self.exact), as: "song.wav")
    let error = #expect(throws: Decoding.DecodingError.self) { try Decoded(path) }
    #expect(error?.code == "damaged")
    #expect(error?.offset == 36)
    #expect(error?.description.contains("song.wav") == true)
  }

  @Test("headers that make no sense are refused by name")
  func nonsense() throws {
    func code(_ change: (inout WaveBytes) -> Void) throws -> String {
      var wave = WaveBytes()
      change(&wave)
      return verdict(try folder.write(wave.file(Self.exact)))
    }
    #expect(try code { $0.rate = 0 } == "sample_rate_out_of_range")
    #expect(try code { $0.rate = 3_999 } == "sample_rate_out_of_range")
    #expect(try code { $0.rate = 4_000 } == "unverifiable")
    #expect(try code { $0.rate = 384_000 } == "unverifiable")
    #expect(try code { $0.rate = 384_001 } == "sample_rate_out_of_range")
    #expect(try code { $0.rate = 0xFFFF_FFFF } == "sample_rate_out_of_range")
    #expect(try code { $0.channels = 0 } == "too_many_channels")
    #expect(try code { $0.channels = 9 } == "too_many_channels")
    #expect(try code { $0.channels = 8 } == "unverifiable")
    #expect(try code { $0.declaredBits = 0 } == "damaged")
    #expect(try code { $0.tag = 0x1234 } == "unsupported_format")
    #expect(try code { $0.blockAlign = 3 } == "unverifiable")
  }

  @Test("a file longer than the limit is refused")
  func tooLong() throws {
    var limits = DecodingLimits()
    limits.maximumSeconds = 1
    let path = try folder.write(WaveBytes().file(data: Array(repeating: 0, count: 44_101 * 4)))
    #expect(verdict(path, limits: limits) == "too_long")
    limits.maximumSeconds = 2
    #expect(verdict(path, limits: limits) == "unverifiable")
  }

  @Test("what is no number becomes silence, and is said")
  func notNumbers() throws {
    var wave = WaveBytes()
    wave.depth = .float32
    let samples = [0.5, -.nan, .infinity, 0.5, 1e30, -0.25, -0.0, 0.125]
    let decoded = try Decoded(folder.write(wave.file(samples)))
    #expect(decoded.channels == [[0.5, 0, 0, 0], [0, 0.5, -0.25, 0.125]])
    #expect(decoded.channels[0][3].sign == .plus)
    #expect(decoded.report.damage.map(\.kind) == [.unusableSamples])
    #expect(decoded.report.damage.first?.sentence.hasPrefix("3 samples") == true)
    #expect(decoded.report.damage.first?.frame == 0)
  }

  @Test("the loudspeakers are those of the header")
  func speakers() throws {
    var wave = WaveBytes()
    wave.flavour = .extensible
    wave.channels = 4
    // Front left and right, side left and right.
    wave.mask = 0x603
    let samples = Array(repeating: 0.5, count: 8)
    let side = try Decoded(folder.write(wave.file(samples))).report.format.layout
    #expect(side.speakers == [.left, .right, .sideLeft, .sideRight])
    wave.mask = 0
    let nowhere = try Decoded(folder.write(wave.file(samples))).report.format.layout
    #expect(nowhere.speakers == [.unknown, .unknown, .unknown, .unknown])
  }
}
