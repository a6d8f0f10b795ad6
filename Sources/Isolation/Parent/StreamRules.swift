internal import Decoding
internal import Sound

/// What the parent accepts of a stream: a helper whose memory was damaged may say anything.
struct StreamRules {
  /// Frames in the largest block.
  ///
  /// The helper sends standard blocks.
  private static let largestBlock = PCMBlock.standardFrames
  /// chosen: there are four kinds of damage, and a handful of oddities.
  private static let mostFindings = 64

  let header: StreamHeader
  let limits: DecodingLimits
  /// Whether a report was asked for.
  let examining: Bool

  /// Whether the header keeps the limits that the helper was given.
  var allowHeader: Bool {
    limits.channels.contains(header.format.channels)
      && limits.sampleRates.contains(header.format.sampleRate.hertz)
      && header.format.sampleRate.hertz > 0 && header.format.channels > 0
      && header.declaredFrames.map { $0 >= 0 } ?? true
      && header.sampleFormat.bits.map { (1...64).contains($0) } ?? true
  }

  /// Frames of a block that is announced after `received` frames; nil where there can be no such
  /// block.
  func frames(of block: FrameHeader, after received: Int) -> Int? {
    let frameBytes = header.format.channels * MemoryLayout<Float>.size
    let frames = block.count / frameBytes
    guard frames > 0, frames <= Self.largestBlock, block.count == frames * frameBytes else {
      return nil
    }
    let seconds = header.format.sampleRate.seconds(received + frames)
    return seconds <= Double(limits.maximumSeconds) ? frames : nil
  }

  /// Whether this may be the end of a stream of `frames` frames.
  func allow(_ end: StreamEnd, frames: Int) -> Bool {
    frames > 0 && end.processorSeconds.isFinite && end.processorSeconds >= 0
      && end.report.map { allow($0, frames: frames) } ?? !examining
  }

  private func allow(_ report: DecodingReport, frames: Int) -> Bool {
    let evidence = report.evidence
    return examining && report.format == header.format
      && report.sampleFormat == header.sampleFormat
      && report.frames == frames && report.digest.bytes.count == 32
      && evidence.peaks.count == header.format.channels
      && evidence.offsets.count == header.format.channels
      && evidence.peaks.allSatisfy(\.isFinite) && evidence.offsets.allSatisfy(\.isFinite)
      && evidence.leadingSilence.isFinite && evidence.trailingSilence.isFinite
      && report.damage.count <= Self.mostFindings && report.notes.count <= Self.mostFindings
      && report.damage.allSatisfy { $0.secondsLost?.isFinite ?? true }
  }

  /// Whether every sample from `start` on is a number.
  static func areFinite(_ samples: [Float], from start: Int) -> Bool {
    let span = samples.span.extracting(start...)
    // All bits of the exponent are set in infinities and in what is no number (IEEE 754).
    let exponent: UInt32 = 0x7F80_0000
    // Without an early end, so that the compiler compares whole vectors.
    var largest: UInt32 = 0
    for index in 0..<span.count {
      largest = max(largest, span[index].bitPattern & exponent)
    }
    return largest < exponent
  }
}
