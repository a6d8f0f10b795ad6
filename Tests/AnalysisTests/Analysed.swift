import Analysis
import Sound

/// What the tests of this room do again and again.
enum Analysed {
  /// The analysis of a signal that arrives in blocks of `blocks` frames.
  static func track(
    _ channels: [[Float]], sampleRate: Int, blocks: Int = PCMBlock.standardFrames,
    downmix: Downmix.Kind = .mid
  ) throws -> TrackAnalysis {
    let format = PCMFormat(sampleRate: SampleRate(hertz: sampleRate), channels: channels.count)
    var analyser = try TrackAnalyser(format: format, downmix: downmix)
    try each(channels, format: format, blocks: blocks) { try analyser.consume($0) }
    return try analyser.finish()
  }

  static func isOutOfPhase(_ channels: [[Float]], sampleRate: Int) throws -> Bool {
    let format = PCMFormat(sampleRate: SampleRate(hertz: sampleRate), channels: channels.count)
    var analyser = try TrackAnalyser(format: format)
    try each(channels, format: format, blocks: 4096) { try analyser.consume($0) }
    return analyser.isOutOfPhase
  }

  private static func each(
    _ channels: [[Float]], format: PCMFormat, blocks: Int, _ body: (PCMBlock) throws -> Void
  ) rethrows {
    for start in stride(from: 0, to: channels[0].count, by: blocks) {
      let end = min(start + blocks, channels[0].count)
      try body(PCMBlock(format: format, channels: channels.map { Array($0[start..<end]) }))
    }
  }
}

extension [Float] {
  func scaled(by gain: Float) -> [Float] { map { gain * $0 } }

  static func + (a: [Float], b: Float) -> [Float] { a.map { $0 + b } }
}
