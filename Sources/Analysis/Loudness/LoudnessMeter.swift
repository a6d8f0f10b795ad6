import DSP
import RealModule
import Sound

/// Measures programme loudness and true peak of a stream (ITU-R BS.1770-5, EBU R 128, Tech 3341, Tech 3342).
///
/// Remembers one energy for each 100 ms and one for each 20 ms: 280 bytes a second of audio.
struct LoudnessMeter {
  /// BS.1770-5 §2.1, equation 2: offsets K-weighted mean square to LKFS.
  private static let offset = -0.691
  /// LUFS; blocks below never count (BS.1770-5, equation 5).
  static let absoluteGate = -70.0

  /// Parts of a step whose energies are kept, each 20 ms: the hop of the mel spectra.
  private static let parts = 5

  private let weights: [Double]
  private let rate: Double
  private let stepFrames: Int
  private let isWhole: Bool
  private var filters: [KWeighting]
  private var peaks: [TruePeakMeter]
  private var energy = 0.0
  private var partEnergy = 0.0
  private var framesInStep = 0
  private var part = 0
  /// The weighted energy of each finished step of 100 ms, as mean square.
  private(set) var steps: [Double] = []
  /// The same of each finished fifth of a step.
  private(set) var fineSteps: [Float] = []

  /// Seconds of one of `fineSteps`.
  var fineStepSeconds: Double { Double(stepFrames) / rate / Double(Self.parts) }

  /// A meter for a stream; without true peaks and fine steps where only `steps` are asked for.
  init(format: PCMFormat, measuresTruePeaks: Bool = true) {
    // Channels between 60° and 120° count +1.5 dB (BS.1770-5, Table 3): the sides, and the rear pair
    // where it is the only one, at 110°; beside a side pair it stands at 135°.
    let speakers = format.layout.speakers
    let hasSides = speakers.contains(.sideLeft) || speakers.contains(.sideRight)
    weights = speakers.map { speaker in
      switch speaker {
      case .left, .right, .center, .unknown, .rearCenter: 1
      case .sideLeft, .sideRight: 1.41
      case .rearLeft, .rearRight: hasSides ? 1 : 1.41
      case .lowFrequency: 0
      }
    }
    rate = Double(format.sampleRate.hertz)
    stepFrames = (format.sampleRate.hertz + 5) / 10
    isWhole = measuresTruePeaks
    let rate = rate
    filters = (0..<(format.channels + 1) / 2).map { _ in KWeighting(sampleRate: rate) }
    peaks =
      measuresTruePeaks ? weights.map { _ in TruePeakMeter(sampleRate: format.sampleRate) } : []
  }

  /// Takes the next samples of each channel, all of one length.
  mutating func consume(_ channels: [[Float]]) {
    for index in peaks.indices {
      let channel = channels[index]
      peaks[index].consume(channel.span)
    }
    var start = 0
    while start < channels[0].count {
      // Steps that five does not divide have fifths of which some are a frame longer.
      let end = isWhole ? (part + 1) * stepFrames / Self.parts : stepFrames
      let count = min(end - framesInStep, channels[0].count - start)
      for pair in filters.indices {
        let left = channels[2 * pair]
        let isPair = 2 * pair + 1 < weights.count
        let right = isPair ? channels[2 * pair + 1] : left
        let range = start..<start + count
        let sums = filters[pair].energy(left.span.extracting(range), right.span.extracting(range))
        partEnergy += weights[2 * pair] * sums.x
        if isPair { partEnergy += weights[2 * pair + 1] * sums.y }
      }
      framesInStep += count
      start += count
      if framesInStep == end { closePart() }
    }
  }

  private mutating func closePart() {
    energy += partEnergy
    if isWhole {
      let first = part * stepFrames / Self.parts
      fineSteps.append(Float(partEnergy / Double(max(1, framesInStep - first))))
      part += 1
    }
    partEnergy = 0
    guard framesInStep == stepFrames else { return }
    steps.append(energy / Double(stepFrames))
    (energy, framesInStep, part) = (0, 0, 0)
  }

  mutating func finish() -> Loudness {
    for index in peaks.indices { peaks[index].finish() }
    let peak = Double(peaks.map(\.peak).max() ?? 0)
    return Loudness(
      integrated: Self.integrated(blocks),
      range: Self.range(Self.means(of: steps, length: 30, hop: 10)),
      momentaryMax: Self.audible(highestMean(seconds: 0.4)),
      shortTermMax: Self.audible(highestMean(seconds: 3)),
      truePeak: peak > 0 ? 20 * .log10(peak) : nil)
  }

  /// The highest mean energy over any `seconds` of fine steps: windows 20 ms apart, so that hardly any lies
  /// between two of them (Tech 3341, cases 10 and 13, shift their signals by less than a step).
  private func highestMean(seconds: Double) -> Double? {
    let length = Int((seconds / 0.1).rounded()) * Self.parts
    guard fineSteps.count >= length else { return nil }
    var sum = fineSteps[..<length].reduce(0) { $0 + Double($1) }
    var highest = sum
    for end in length..<fineSteps.count {
      sum += Double(fineSteps[end]) - Double(fineSteps[end - length])
      highest = max(highest, sum)
    }
    return highest / Double(length)
  }

  /// The energies of the gating blocks: 400 ms, one each 100 ms.
  var blocks: [Double] { Self.means(of: steps, length: 4, hop: 1) }

  /// Integrated loudness of the steps in `range` alone, in LUFS; nil where everything is gated.
  func integrated(steps range: Range<Int>) -> Double? {
    let range = range.clamped(to: steps.indices)
    return Self.integrated(Self.means(of: Array(steps[range]), length: 4, hop: 1))
  }

  static func decibels(_ energy: Double) -> Double { offset + 10 * .log10(energy) }

  private static func audible(_ energy: Double?) -> Double? {
    guard let energy, energy > 0 else { return nil }
    let loudness = decibels(energy)
    return loudness > absoluteGate ? loudness : nil
  }

  /// Means over `length` steps, one each `hop` steps.
  private static func means(of steps: [Double], length: Int, hop: Int) -> [Double] {
    guard steps.count >= length else { return [] }
    return stride(from: 0, through: steps.count - length, by: hop).map { start in
      steps[start..<start + length].reduce(0, +) / Double(length)
    }
  }

  /// BS.1770-5, equations 3 to 7: the mean of the blocks above the absolute gate, then of those at most 10 LU
  /// below that mean.
  static func integrated(_ blocks: [Double]) -> Double? {
    let loud = blocks.filter { $0 > 0 && decibels($0) > absoluteGate }
    guard !loud.isEmpty else { return nil }
    let gate = loud.reduce(0, +) / Double(loud.count) / 10
    let kept = loud.filter { $0 > gate }
    return kept.isEmpty ? nil : decibels(kept.reduce(0, +) / Double(kept.count))
  }

  /// EBU Tech 3342 §3: the span from the 10th to the 95th percentile of short-term loudness, gated at −70 LUFS
  /// and at 20 LU below the mean.
  private static func range(_ blocks: [Double]) -> Double? {
    let loud = blocks.filter { $0 > 0 && decibels($0) > absoluteGate }
    guard !loud.isEmpty else { return nil }
    let gate = loud.reduce(0, +) / Double(loud.count) / 100
    let kept = loud.filter { $0 > gate }.sorted()
    guard !kept.isEmpty else { return nil }
    func percentile(_ share: Double) -> Double {
      decibels(kept[Int(Double(kept.count - 1) * share + 0.5)])
    }
    return percentile(0.95) - percentile(0.10)
  }
}
