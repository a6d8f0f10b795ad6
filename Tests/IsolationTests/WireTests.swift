import Decoding
import Glibc
import Sound
import TestSignals
import Testing

@testable import Isolation

@Suite("Wire")
struct WireTests {
  @Test("a message's header goes there and back", arguments: FrameHeader.Kind.allCases)
  func header(kind: FrameHeader.Kind) {
    for count in [0, 1, 255, 65_536, 0xFFFF_FFFF] {
      let bytes = FrameHeader(kind, count: count).bytes
      #expect(bytes.count == FrameHeader.length)
      #expect(FrameHeader(bytes) == FrameHeader(kind, count: count))
    }
    #expect(FrameHeader(Array("nope".utf8) + [0, 0, 0, 0]) == nil)
    #expect(FrameHeader([1, 2, 3]) == nil)
  }

  @Test("a report goes there and back, to the last bit")
  func report() throws {
    let folder = try TemporaryFolder()
    let path = SourcePath(try folder.file("a.wav", try AudioBytes.file(AudioBytes.wavFloat)))
    let report = try Decoded.alone(path).report
    let there = Wire.bytes(StreamEnd(report: report, processorSeconds: 0.1))
    let back: StreamEnd = try #require(Wire.message(there))
    #expect(back.report == report)
    #expect(back.processorSeconds == 0.1)
  }

  @Test("a report is believed where it was asked for and is one, and nowhere else")
  func reports() throws {
    let folder = try TemporaryFolder()
    let path = SourcePath(
      try folder.file("a.wav", try AudioBytes.file(AudioBytes.wav16, frames: 1000)))
    let report = try Decoded.alone(path).report
    let header = StreamHeader(
      kind: .wav, format: report.format, sampleFormat: report.sampleFormat, declaredFrames: nil)
    let whole = StreamEnd(report: report, processorSeconds: 0.1)
    let bare = StreamEnd(report: nil, processorSeconds: 0.1)
    for (examining, end, isBelieved) in [
      (true, whole, true), (true, bare, false), (false, whole, false), (false, bare, true),
    ] {
      let rules = StreamRules(header: header, limits: .standard, examining: examining)
      #expect(rules.allow(end, frames: 1000) == isBelieved)
      #expect(!rules.allow(end, frames: 0))
    }
    let rules = StreamRules(header: header, limits: .standard, examining: true)
    #expect(!rules.allow(whole, frames: 999))
    #expect(!rules.allow(StreamEnd(report: report, processorSeconds: .nan), frames: 1000))
  }

  @Test("a helper of another version is not talked to")
  func version() throws {
    #expect(try Self.answer(to: Hello(version: Hello.version + 1, limits: .standard)) == nil)
    #expect(try Self.answer(to: Hello(magic: "something-else", limits: .standard)) == nil)
    #expect(try Self.answer(to: Hello(limits: .standard)) == .standard)
  }

  @Test("what is no number is found wherever it stands")
  func finite() {
    var samples = [Float](repeating: 1, count: 1000)
    samples[0] = .infinity
    #expect(!StreamRules.areFinite(samples, from: 0))
    #expect(StreamRules.areFinite(samples, from: 1))
    samples[999] = .signalingNaN
    #expect(!StreamRules.areFinite(samples, from: 1))
    samples[999] = -.greatestFiniteMagnitude
    #expect(StreamRules.areFinite(samples, from: 1))
  }

  /// The limits that a service understands.
  private static func answer(to hello: Hello) throws -> WorkerLimits? {
    var requests: [Int32] = [0, 0]
    var replies: [Int32] = [0, 0]
    unsafe try #require(pipe(&requests) == 0)
    unsafe try #require(pipe(&replies) == 0)
    close(replies[0])
    var service = DecodingService(
      requests: Descriptor(requests[0]), replies: Descriptor(replies[1]))
    let parent = Descriptor(requests[1])
    let bytes = Wire.bytes(hello)
    let isWritten = parent.write(FrameHeader(.hello, count: bytes.count).bytes + bytes)
    #expect(isWritten)
    return service.greet()
  }
}
