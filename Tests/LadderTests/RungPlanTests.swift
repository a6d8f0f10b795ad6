import Ladder
import Sound
import Testing

@Suite struct RungPlanTests {
  private func plan(_ rung: String, _ rate: Int, _ channels: Int) throws -> RungPlan {
    try RungPlan(
      try #require(try Studio.rungs(rung).first),
      for: PCMFormat(sampleRate: SampleRate(hertz: rate), channels: channels))
  }

  @Test(
    "stereo at 44.1 kHz takes libvorbis' qualities 2, 5 and 9",
    arguments: [("96", 0.2), ("160", 0.5), ("320", 0.9)])
  func standard(rung: String, quality: Double) throws {
    let plan = try plan(rung, 44_100, 2)
    #expect(plan.quality == quality)
    #expect(plan.nominalBitrate == (Int(rung) ?? 0) * 1000)
    #expect(plan.marks.isEmpty)
    #expect(!plan.isResampled)
  }

  @Test("the 24 rung is mono at 22.05 kHz, with the quality the profile measured")
  func lowest() throws {
    for channels in [1, 2, 6] {
      let plan = try plan("24", 48_000, channels)
      #expect(plan.channels == 1)
      #expect(plan.sampleRate.hertz == 22_050)
      #expect(plan.quality == (try Studio.rungs("24").first?.quality))
    }
  }

  @Test("a source below the 24 rung's rate keeps its own, at the quality of 24 kbps")
  func lowestOfLow() throws {
    let plan = try plan("24", 16_000, 2)
    #expect(plan.sampleRate.hertz == 16_000)
    #expect((23_000...25_000).contains(plan.nominalBitrate))
  }

  @Test("what mono cannot hold is made at the highest there is, and marked")
  func mono() throws {
    let plan = try plan("320", 44_100, 1)
    #expect((239_000...240_000).contains(plan.nominalBitrate))
    #expect(plan.marks.map(\.code) == ["bitrate_reduced"])
    #expect(try self.plan("160", 44_100, 1).marks.isEmpty)
  }

  @Test(
    "rates that the encoder has no bitrates for are resampled within their family",
    arguments: [
      (4_000, 8_000), (7_999, 8_000), (8_000, 8_000), (11_025, 11_025), (37_800, 37_800),
      (48_000, 48_000), (48_001, 48_000), (64_000, 48_000), (88_200, 44_100), (96_000, 48_000),
      (176_400, 44_100), (192_000, 48_000), (352_800, 44_100), (384_000, 48_000),
    ])
  func rates(source: Int, target: Int) throws {
    let plan = try plan("160", source, 2)
    #expect(plan.sampleRate.hertz == target)
    #expect(plan.marks.contains { $0.code == "resampled" } == (source != target))
    #expect(plan.frames(ofSource: source) == target)
  }

  @Test("every rung has a plan at every rate and number of channels")
  func all() throws {
    for rung in try Studio.spotify.rungs {
      for mode in Rung.Mode.allCases {
        var rung = rung
        rung.mode = mode
        for rate in [4_000, 8_000, 9_000, 12_000, 16_000, 19_000, 24_000, 32_000, 48_000, 96_000] {
          for channels in 1...8 {
            let format = PCMFormat(sampleRate: SampleRate(hertz: rate), channels: channels)
            let plan = try RungPlan(rung, for: format)
            #expect(plan.nominalBitrate > 0)
            #expect(plan.channels <= 2)
          }
        }
      }
    }
  }

  @Test("a rung's digest tells every setting that changes its sound")
  func digests() throws {
    let rung = try #require(try Studio.rungs("96").first)
    var others: [Rung] = []
    for change in 0..<6 {
      var other = rung
      switch change {
      case 0: other.mode = .abr
      case 1: other.channels = .mono
      case 2: other.sampleRate = 22_050
      case 3: other.quality = 0.3
      case 4: other.gain = -1
      default: other = Rung(name: "96", kilobits: 97)
      }
      others.append(other)
    }
    #expect(Set(others.map(\.settingsDigest) + [rung.settingsDigest]).count == 7)
    #expect(rung.settingsDigest == (try Studio.rungs("96").first?.settingsDigest))
  }
}
