import Ladder
import Sound
import TestSignals
import Testing

/// The check after writing passes what is right and catches what is wrong.
@Suite struct VerificationTests {
  private let source = Studio.stereo(frames: 150_000)

  /// Reports on renditions of `heard`, held against `source`.
  private func reports(
    of heard: MemorySource, rungs: [Rung]? = nil
  ) throws -> [VerificationReport] {
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(heard, try rungs ?? Studio.spotify.rungs, in: folder)
    var source = source
    return try Verification.reports(
      on: staged.renditions.map { ($0, staged.localPath(of: $0)) }, against: &source)
  }

  private func changed(_ change: (inout [Float]) -> Void) -> MemorySource {
    MemorySource(
      source.channels.map { channel in
        var channel = channel
        change(&channel)
        return channel
      }, sampleRate: 44_100)
  }

  @Test("renditions of the source itself are sound")
  func sound() throws {
    for report in try reports(of: source) {
      #expect(report.isSound, "\(report.rung): \(report.failures)")
      #expect(report.offset == 0)
      #expect(try #require(report.correlation) > 0.9)
      #expect(report.frames == report.expectedFrames)
    }
  }

  @Test("a delay of a single frame is caught in every rung, and measured")
  func shifted() throws {
    for delay in [1, 2, 50] {
      let late = changed { $0 = Array(repeating: 0, count: delay) + $0.dropLast(delay) }
      for report in try reports(of: late) where report.rung != "24" {
        #expect(report.offset == delay, "\(report.rung)")
        #expect(!report.isSound)
      }
    }
    // The 24 rung's frames are two of the source's.
    let late = changed { $0 = [0, 0] + $0.dropLast(2) }
    #expect(try reports(of: late, rungs: Studio.rungs("24"))[0].offset == 1)
  }

  @Test("a missing frame is caught")
  func short() throws {
    let report = try reports(of: changed { $0.removeLast() }, rungs: Studio.rungs("320"))[0]
    #expect(report.frames == report.expectedFrames - 1)
    #expect(!report.isSound)
  }

  @Test("a burst of noise is caught, with its place")
  func burst() throws {
    let noisy = changed { channel in
      let noise = Signals.noise(frames: 4_000, level: 1, seed: 9)
      for i in 0..<4_000 { channel[70_000 + i] = i / 8 % 2 == 0 ? 0.9 : noise[i] - 0.9 }
    }
    for report in try reports(of: noisy, rungs: Studio.rungs("96", "320")) {
      #expect(report.bursts > 0)
      #expect((67_000...74_000).contains(try #require(report.firstFault)))
    }
  }

  @Test("a hole is caught, with its place")
  func hole() throws {
    let holed = changed { channel in for i in 90_000..<95_000 { channel[i] = 0 } }
    for report in try reports(of: holed) {
      #expect(report.dropouts > 0)
      let place = try #require(report.firstFault) * (report.rung == "24" ? 2 : 1)
      #expect((87_000...95_000).contains(place))
    }
  }

  @Test("a wrong level is caught")
  func level() throws {
    let loud = changed { channel in for i in channel.indices { channel[i] *= 0.5 } }
    #expect(try reports(of: loud).allSatisfy { !$0.isSound })
  }

  @Test("other music is caught")
  func other() throws {
    let other = MemorySource(
      [Signals.noise(frames: 150_000, seed: 7), Signals.noise(frames: 150_000, seed: 8)],
      sampleRate: 44_100)
    #expect(try reports(of: other).allSatisfy { !$0.isSound })
  }

  @Test("a ladder that fails its check is not published, and says why")
  func staged() throws {
    let folder = try TemporaryFolder()
    var staged = try Studio.encode(
      changed { $0 = [0, 0, 0] + $0.dropLast(3) }, try Studio.rungs("160"), in: folder)
    var source = source
    var caught: LadderError?
    do { try staged.verify(against: &source) } catch { caught = error as? LadderError }
    guard case .verificationFailed("160", let evidence) = caught else {
      Issue.record("not caught")
      return
    }
    #expect(evidence.contains("it fits best when moved by 3 frames"))
  }

  @Test("music that rises above full scale after encoding is marked")
  func clipping() throws {
    let folder = try TemporaryFolder()
    // Between its samples of 0.99 this sine reaches 1.4.
    let tone = Signals.sine(
      11_025, frames: 50_000, sampleRate: 44_100, level: 1.4, phase: .pi / 4)
    var source = MemorySource([tone, tone], sampleRate: 44_100)
    var staged = try Studio.encode(source, try Studio.rungs("320"), in: folder)
    let reports = try staged.verify(against: &source)
    #expect((2.5...3.5).contains(try #require(reports[0].truePeak)))
    #expect(staged.renditions[0].marks.map(\.code) == ["true_peak_above_full_scale"])
  }

  @Test(
    "odd sources pass: silence, direct current, one frame, clipping, tones, surround",
    arguments: [
      "silence", "dc", "one", "loud", "low tone", "high tone", "surround", "8 kHz", "192 kHz",
    ])
  func odd(kind: String) throws {
    let frames = 60_000
    let rate = kind == "8 kHz" ? 8_000 : kind == "192 kHz" ? 192_000 : 44_100
    let music = Signals.music(frames: frames, sampleRate: rate)
    let plane: [Float] =
      switch kind {
      case "silence": Signals.silence(frames: frames)
      case "dc": Array(repeating: 0.5, count: frames)
      case "one": [0.5]
      case "loud": music.map { max(-1, min(1, $0 * 4)) * 1.5 }
      case "low tone": Signals.sine(40, frames: frames, sampleRate: rate)
      case "high tone": Signals.sine(19_500, frames: frames, sampleRate: rate)
      default: music
      }
    var source = MemorySource(
      Array(repeating: plane, count: kind == "surround" ? 6 : 2), sampleRate: rate)
    let folder = try TemporaryFolder()
    let staged = try Studio.encode(source, try Studio.spotify.rungs, in: folder)
    let reports = try Verification.reports(
      on: staged.renditions.map { ($0, staged.localPath(of: $0)) }, against: &source)
    for report in reports { #expect(report.isSound, "\(report.rung): \(report.failures)") }
  }
}
