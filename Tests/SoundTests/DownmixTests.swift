import Sound
import Testing

@Suite struct DownmixTests {
  @Test("no layout can clip in the mix: the gains add up to one", arguments: 1...12)
  func gainsAddUpToOne(channels: Int) {
    let gains = Downmix(.standard(channels: channels)).gains
    #expect(gains.count == channels)
    #expect(gains.allSatisfy { $0 >= 0 })
    #expect(abs(gains.reduce(0, +) - 1) < 1e-6)
  }

  @Test("stereo is the mean of both channels")
  func stereo() {
    #expect(Downmix(.standard(channels: 2)).gains == [0.5, 0.5])
  }

  @Test("the centre counts as much as 3 dB less in both fronts, the low-frequency channel nothing")
  func surround() {
    let gains = Downmix(.standard(channels: 6)).gains
    #expect(abs(gains[2] / gains[0] - 2 * Float(0.5).squareRoot()) < 1e-5)
    #expect(gains[3] == 0)
    #expect(abs(gains[4] / gains[0] - Float(0.5).squareRoot()) < 1e-5)
  }

  @Test("a file with nothing but a low-frequency channel is still heard")
  func lowFrequencyAlone() {
    #expect(Downmix(ChannelLayout([.lowFrequency])).gains == [1])
  }

  @Test("channels of unknown place are averaged")
  func unknownPlaces() {
    #expect(
      Downmix(ChannelLayout([.left, .unknown, .right, .unknown])).gains == [0.25, 0.25, 0.25, 0.25])
  }

  @Test("the first channel alone stands for the whole where that is asked for")
  func firstAlone() {
    #expect(Downmix(.standard(channels: 3), kind: .first).gains == [1, 0, 0])
  }

  @Test("mixing gives each frame its weighted sum, and takes over the block's length")
  func mixing() {
    let format = PCMFormat(sampleRate: SampleRate(hertz: 8000), channels: 2)
    let block = PCMBlock(format: format, channels: [[1, 0.5, -1], [0, 0.5, -1]])
    var mono: [Float] = [9, 9, 9, 9, 9]
    Downmix(format.layout).mix(block, into: &mono)
    #expect(mono == [0.5, 0.5, -1])
  }
}
