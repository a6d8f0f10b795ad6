import Sound
import Testing

@Suite struct FormatTests {
  @Test("a time in frames and back is the same time", arguments: [8000, 44_100, 192_000])
  func timesAndFrames(hertz: Int) {
    let rate = SampleRate(hertz: hertz)
    for position in [0, 1, 12_345, 40_000_000] {
      #expect(rate.frames(rate.seconds(position)) == position)
    }
  }

  @Test("every number of channels has a layout, beyond eight without places")
  func layouts() {
    for channels in 1...8 {
      let speakers = ChannelLayout.standard(channels: channels).speakers
      #expect(speakers.count == channels)
      #expect(Set(speakers).count == channels)
      #expect(!speakers.contains(.unknown))
    }
    #expect(ChannelLayout.standard(channels: 9).speakers == Array(repeating: .unknown, count: 9))
  }

  @Test("a block that grows is silent in its new frames, one that shrinks keeps its first")
  func resizing() {
    var block = PCMBlock(format: PCMFormat(sampleRate: SampleRate(hertz: 8000), channels: 2))
    #expect(block.frames == 0)
    block.resize(frames: 2)
    block.channels[1][1] = 0.5
    block.resize(frames: 4)
    #expect(block.channels == [[0, 0, 0, 0], [0, 0.5, 0, 0]])
    block.resize(frames: 1)
    #expect(block.channels == [[0], [0]])
  }
}
