public import Sound

/// PCM from arrays.
public struct MemorySource: PCMSource {
  public let format: PCMFormat
  public let channels: [[Float]]
  private var position = 0

  public var frames: Int { channels[0].count }

  public init(_ channels: [[Float]], sampleRate: Int) {
    format = PCMFormat(sampleRate: SampleRate(hertz: sampleRate), channels: channels.count)
    self.channels = channels
  }

  public mutating func read(into block: inout PCMBlock, frames: Int) throws(Never) {
    let count = min(frames, self.frames - position)
    block.resize(frames: count)
    for channel in channels.indices {
      for i in 0..<count { block.channels[channel][i] = channels[channel][position + i] }
    }
    position += count
  }
}
