internal import DSP
internal import RealModule
internal import Sound

/// Looks for a frequency at which the spectrum breaks off, in glimpses of two a second.
///
/// The long-term power spectrum is held against itself: a cut is where the music below a frequency
/// stands far above whatever there is from half a kilohertz on. After D'Alessandro and Shi, "MP3 Bit
/// Rate Quality Detection through Frequency Spectrum Analysis of Audio Files", MM&Sec 2009, §3, who
/// take the level at the customary cut-offs.
struct BandLimitMeter: ~Copyable {
  /// Glimpses that make an average, five seconds.
  ///
  /// chosen: a single chord may end anywhere.
  private static let fewestGlimpses = 10
  /// Bins of a band.
  private static let bandBins = 8
  /// Hertz that are compared below an edge, and that the edge may take.
  ///
  /// measured: encoders and converters fall by their whole depth within 500 Hz.
  private static let comparedWidth = 800.0
  private static let edgeWidth = 500.0
  /// Decibels that make a cut.
  ///
  /// measured: lossless renders of eleven projects reach 19, the same after MP3 at 128 to 320 kbps,
  /// AAC at 128 kbps, Opus, Vorbis up to q2 or a converter 37 and more, Vorbis q5 mostly 26 and more.
  private static let smallestDrop = 25.0
  /// The share of half the sample rate above which a cut is the converter's own.
  ///
  /// chosen: 20.5 kHz of 44.1, where the filters of early digital recorders begin.
  private static let highestEdge = 0.93

  private let rate: SampleRate
  private let frameLength: Int
  private let hop: Int
  private let window: [Float]
  private var fft: RealFFT
  private var glimpse: [Float] = []
  private var sums: [Double]
  private var frames = 0
  private var opened = 0
  private var counted = 0

  /// Meters audio of `format`.
  init(format: PCMFormat) {
    rate = format.sampleRate
    // Bins of 11 to 23 Hz at the rates of recordings.
    frameLength = rate.hertz > 100_000 ? 16_384 : rate.hertz > 50_000 ? 8_192 : 4_096
    hop = max(frameLength, rate.hertz / 2)
    window = WindowFunction.blackmanHarris.samples(frameLength)
    fft = RealFFT(length: frameLength)
    sums = Array(repeating: 0, count: frameLength / 2 / Self.bandBins)
    glimpse.reserveCapacity(frameLength)
  }

  /// Every glimpse looks at the next channel, so that none is left out and none cancels another.
  mutating func consume(_ block: PCMBlock) {
    var position = 0
    while position < block.frames {
      let due = opened * hop + glimpse.count - frames
      guard due < block.frames else { break }
      position = max(position, due)
      let channel = block.channels[opened % block.channels.count]
      let end = min(block.frames, position + frameLength - glimpse.count)
      glimpse.append(contentsOf: channel[position..<end])
      position = end
      if glimpse.count == frameLength { close() }
    }
    frames += block.frames
  }

  private mutating func close() {
    defer {
      glimpse.removeAll(keepingCapacity: true)
      opened += 1
    }
    // Silence says nothing, and a clipped wave has harmonics where no music is.
    var peak: Float = 0
    for sample in glimpse { peak = max(peak, abs(sample)) }
    guard peak > 10 * EvidenceMeter.silence, peak < EvidenceMeter.ceiling else { return }
    let (samples, shape) = (glimpse, window)
    fft.transform(samples.span, window: shape.span)
    var power = [Float](repeating: 0, count: frameLength / 2)
    var spectrum = power.mutableSpan
    fft.power(scale: 1 / Float(frameLength), into: &spectrum)
    for band in sums.indices {
      let bins = power[band * Self.bandBins..<(band + 1) * Self.bandBins]
      sums[band] += Double(bins.reduce(0, +))
    }
    counted += 1
  }

  /// The steepest cut; nil where the spectrum has none, and where too little sounded.
  func finish() -> BandLimit? {
    guard counted >= Self.fewestGlimpses else { return nil }
    // 2⁻⁵⁰ is far below the steps of 24 bits: digital silence needs no logarithm of zero.
    let levels = sums.map { 10 * Double.log10($0 / Double(counted) + 0x1p-50) }
    let width = Double(rate.hertz) / 2 / Double(levels.count)
    let compared = max(1, Int((Self.comparedWidth / width).rounded()))
    let gap = max(1, Int((Self.edgeWidth / width).rounded()))
    let last = min(Int(Double(levels.count) * Self.highestEdge), levels.count - gap - 1)
    guard compared < last else { return nil }
    var best: BandLimit?
    for band in compared..<last {
      let below = levels[band - compared..<band].sorted()[compared / 2]
      let above = levels[(band + gap)...].max() ?? below
      if below - above >= max(Self.smallestDrop, best?.drop ?? 0) {
        best = BandLimit(
          frequency: (Double(band) + Double(gap) / 2) * width, drop: below - above)
      }
    }
    return best
  }
}
