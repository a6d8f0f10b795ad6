import CSndfile
import Decoding
import Sound
import Testing

@Suite("Evidence")
struct EvidenceTests {
  let folder: ScratchFolder
  init() throws { folder = try ScratchFolder() }

  private func report(
    _ samples: [Double], channels: Int = 1, depth: WaveBytes.Depth = .integer16, blocks: Int = 5
  ) throws -> DecodingReport {
    var wave = WaveBytes()
    wave.channels = channels
    wave.depth = depth
    return try Decoded(folder.write(wave.file(samples)), frames: blocks).report
  }

  @Test("three samples at full scale in a row are a clip, two are not, and blocks do not split one")
  func clipping() throws {
    let top = 32_767 / 32_768.0
    let samples = [0.1, top, top, 0.1, top, top, top, -0.1, -1, -1, -1, -1, 0.1]
    for blocks in [1, 5, 6, 100] {
      let evidence = try report(samples, blocks: blocks).evidence
      #expect(evidence.clippedRuns == 2)
      #expect(evidence.clippedSamples == 7)
      #expect(evidence.firstClippedFrame == 4)
    }
  }

  @Test("the mean and the peak of each channel are its own")
  func offset() throws {
    let report = try report([0.25, -0.5, 0.25, 0.5, 0.25, -0.5, 0.25, 0.5], channels: 2)
    #expect(report.evidence.offsets == [0.25, 0])
    #expect(report.evidence.peaks == [0.25, 0.5])
    #expect(report.warnings.map(\.code) == ["dc_offset"])
    #expect(report.warnings.first?.message.contains("25.0 %") == true)
  }

  @Test("a channel without a signal and channels that are copies are told apart")
  func channels() throws {
    let left = try report([0.5, 0, -0.5, 0, 0.25, 0], channels: 2)
    #expect(left.evidence.silentChannels == [1])
    #expect(!left.evidence.hasIdenticalChannels)
    let twice = try report([0.5, 0.5, -0.5, -0.5, 0.25, 0.25], channels: 2, blocks: 2)
    #expect(twice.evidence.hasIdenticalChannels)
    #expect(twice.evidence.silentChannels.isEmpty)
    let late = try report([0.5, 0.5, -0.5, -0.5, 0.25, 0.125], channels: 2, blocks: 2)
    #expect(!late.evidence.hasIdenticalChannels)
  }

  @Test("silence at the ends is measured to the frame")
  func silence() throws {
    let quiet = 2 / 32_768.0
    let ends = try report([0, quiet, 0, 0.1, 0, 0, -0.1, 0, quiet], blocks: 2).evidence
    #expect(ends.leadingSilence == 3 / 44_100.0)
    #expect(ends.trailingSilence == 2 / 44_100.0)
    let all = try report([0, 0, quiet, 0])
    #expect(all.evidence.isSilent)
    #expect(all.evidence.leadingSilence == 4 / 44_100.0)
    #expect(all.warnings.map(\.code) == ["silent"])
  }

  @Test("sixteen bits in a larger container are seen, twenty-four are not taken for fewer")
  func depth() throws {
    let narrow = try report([0.5, 3 / 32_768.0, -0.25], depth: .integer24)
    #expect(narrow.evidence.usedBits == 16)
    let wide = try report([0.5, 3 / 8_388_608.0, -0.25], depth: .integer24)
    #expect(wide.evidence.usedBits == nil)
    let full = try report([0.5, 3 / 32_768.0], depth: .integer16)
    #expect(full.evidence.usedBits == nil)
  }

  @Test("a float file above full scale says by how much")
  func overs() throws {
    let report = try report([0.5, 1.5, -0.25], depth: .float32)
    #expect(report.evidence.peaks == [1.5])
    #expect(report.warnings.map(\.code).contains("over_full_scale"))
  }
}
