internal import Sound

/// Gathers the evidence while the blocks go by; independent of their size.
struct EvidenceMeter: ~Copyable {
  /// The magnitude up to which a sample counts as silence, −80 dBFS.
  ///
  /// chosen: above the dither of 16 bits (−93 dBFS RMS with triangular density), below the
  /// noise of any room or tape.
  static let silence: Float = 1e-4
  /// Full scale less three steps of 16 bits.
  ///
  /// chosen: limiters that stop one or two steps short of it,
  /// and converters whose positive end is 1 − 2⁻¹⁵, are still caught.
  static let ceiling: Float = 1 - 3 / 32_768
  /// Samples in a row that make a clip.
  ///
  /// One or two at full scale occur in music that was normalised;
  /// three are what editors and meters take.
  private static let shortestRun = 3

  private let format: PCMFormat
  private let declaredBits: Int?
  private var frames = 0
  private var sums: [Double]
  private var runs: [Int]
  private var usedBits = 16
  private var isIdentical: Bool
  private var firstSound: Int?
  private var lastSound = -1
  private var bandLimit: BandLimitMeter?
  private var evidence = SignalEvidence()

  /// Meters audio of `format` that is written as `sampleFormat`.
  init(format: PCMFormat, sampleFormat: SampleFormat) {
    self.format = format
    declaredBits = sampleFormat.kind == .integer ? sampleFormat.bits : nil
    // What a lossy file lacks says nothing that its name does not.
    bandLimit = sampleFormat.kind == .lossy ? nil : BandLimitMeter(format: format)
    sums = Array(repeating: 0, count: format.channels)
    runs = Array(repeating: 0, count: format.channels)
    evidence.peaks = Array(repeating: 0, count: format.channels)
    isIdentical = format.channels > 1
  }

  mutating func consume(_ block: PCMBlock) {
    guard block.frames > 0 else { return }
    var loudest: Float = 0
    for index in block.channels.indices {
      let (sum, peak) = Self.sumAndPeak(block.channels[index])
      sums[index] += sum
      if peak >= Self.ceiling || runs[index] > 0 { findClips(block.channels[index], index) }
      evidence.peaks[index] = max(evidence.peaks[index], peak)
      loudest = max(loudest, peak)
      // The first block of most stereo recordings ends this comparison for good.
      if index > 0, isIdentical { isIdentical = block.channels[index] == block.channels[0] }
    }
    if loudest > Self.silence { findSound(block) }
    if let declaredBits, usedBits < declaredBits { findDepth(block, declared: declaredBits) }
    bandLimit?.consume(block)
    frames += block.frames
  }

  func finish() -> SignalEvidence {
    var evidence = evidence
    let rate = format.sampleRate
    evidence.offsets = sums.map { frames > 0 ? $0 / Double(frames) : 0 }
    evidence.hasIdenticalChannels = isIdentical && frames > 0
    evidence.leadingSilence = rate.seconds(firstSound ?? frames)
    evidence.trailingSilence = rate.seconds(frames - 1 - lastSound)
    if let declaredBits, usedBits < declaredBits, !evidence.isSilent {
      evidence.usedBits = usedBits
    }
    evidence.bandLimit = bandLimit?.finish()
    return evidence
  }

  /// The sum and the largest magnitude, in eight lanes that do not wait for each other.
  private static func sumAndPeak(_ channel: [Float]) -> (Double, Float) {
    let samples = channel.span
    let count = samples.count
    var sum = SIMD8<Float>()
    var peak = SIMD8<Float>()
    var i = 0
    while i + 8 <= count {
      let x = SIMD8(
        samples[i], samples[i + 1], samples[i + 2], samples[i + 3], samples[i + 4],
        samples[i + 5], samples[i + 6], samples[i + 7])
      sum += x
      let magnitude = x.replacing(with: -x, where: x .< 0)
      peak.replace(with: magnitude, where: magnitude .> peak)
      i += 8
    }
    var total = Double(sum.sum())
    var highest = peak.max()
    while i < count {
      total += Double(samples[i])
      highest = max(highest, abs(samples[i]))
      i += 1
    }
    return (total, highest)
  }

  private mutating func findClips(_ channel: [Float], _ index: Int) {
    let samples = channel.span
    var run = runs[index]
    for i in 0..<samples.count {
      if abs(samples[i]) >= Self.ceiling {
        run += 1
        if run == Self.shortestRun {
          evidence.clippedRuns += 1
          evidence.clippedSamples += run
          let start = frames + i + 1 - run
          evidence.firstClippedFrame = min(evidence.firstClippedFrame ?? start, start)
        } else if run > Self.shortestRun {
          evidence.clippedSamples += 1
        }
      } else {
        run = 0
      }
    }
    runs[index] = run
  }

  /// Finds the first and the last frame with sound; both searches stop at the first hit.
  private mutating func findSound(_ block: PCMBlock) {
    for channel in block.channels {
      if firstSound == nil || (firstSound ?? 0) >= frames,
        let first = channel.firstIndex(where: { abs($0) > Self.silence })
      {
        firstSound = min(firstSound ?? .max, frames + first)
      }
      if let last = channel.lastIndex(where: { abs($0) > Self.silence }) {
        lastSound = max(lastSound, frames + last)
      }
    }
  }

  /// Raises `usedBits` until every sample is a whole number of its steps.
  private mutating func findDepth(_ block: PCMBlock, declared: Int) {
    for channel in block.channels {
      for sample in channel {
        while usedBits < declared {
          let steps = sample * Float(sign: .plus, exponent: usedBits - 1, significand: 1)
          if steps == steps.rounded(.towardZero) { break }
          usedBits += 4
        }
        if usedBits >= declared { return }
      }
    }
  }
}
