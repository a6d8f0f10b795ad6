import DSP
import RealModule

/// What the search for voices looks at, one value a mel frame (20 ms).
struct VoiceFrames {
  /// Cepstral coefficients a frame.
  static let coefficients = 13
  private static let transform = CosineTransform(
    inputs: SpectralFrontEnd.melBands.count, coefficients: coefficients)
  /// ln(1 + 1000·g·S), as in `TimbreSummary`.
  private static let compression: Float = 1000
  private static let centers = SpectralFrontEnd.melBands.centers
  /// Where the formants are: the telephone's band.
  private static let voiceBands = centers.indices.filter { (300...3400).contains(centers[$0]) }
  /// Where an audience is heard beside the music.
  private static let airBands = centers.indices.filter { (1000...6000).contains(centers[$0]) }
  private static let trebleBands = centers.indices.filter { centers[$0] > 5000 }

  let count: Int
  /// `coefficients` values a frame.
  private(set) var cepstra: [Float] = []
  /// dB under the track's reference loudness, of all bands and of `airBands`.
  private(set) var level: [Float] = []
  private(set) var airLevel: [Float] = []
  /// Mean compressed magnitude of the voice bands.
  private(set) var voice: [Float] = []
  /// ln of the share of the magnitude that lies in the voice bands, and above 5 kHz.
  private(set) var voiceShare: [Float] = []
  private(set) var trebleShare: [Float] = []
  /// Geometric over arithmetic mean of the magnitudes, of all bands and of `airBands`, 0…1.
  private(set) var flatness: [Float] = []
  private(set) var airFlatness: [Float] = []
  /// Centre of the magnitude in bands, 0…1.
  private(set) var centroid: [Float] = []
  let glides: GlideTrace
  /// One value an onset frame (10 ms).
  let flutter: FlutterTrace

  init(_ chapter: SpectralChapter, gain: Float) {
    let bands = SpectralFrontEnd.melBands.count
    count = chapter.melBands.count / bands
    glides = GlideTrace(chapter, gain: gain, frames: count)
    flutter = FlutterTrace(chapter, gain: gain)
    cepstra.reserveCapacity(count * Self.coefficients)
    var logs = [Float](repeating: 0, count: bands)
    var cepstrum = [Float](repeating: 0, count: Self.coefficients)
    for frame in 0..<count {
      let magnitudes = chapter.melBands.span.extracting(frame * bands..<(frame + 1) * bands)
      do {
        var output = logs.mutableSpan
        Logarithm.compress(magnitudes, gain: Self.compression * gain, into: &output)
        var coefficients = cepstrum.mutableSpan
        Self.transform.apply(output.span, into: &coefficients)
      }
      cepstra += cepstrum
      addShape(magnitudes, gain: gain)
      voice.append(
        Self.voiceBands.reduce(Float(0)) { $0 + logs[$1] } / Float(Self.voiceBands.count))
    }
  }

  private mutating func addShape(_ magnitudes: Span<Float>, gain: Float) {
    var sum: Float = 1e-9
    var power: Float = 1e-12
    var moment: Float = 0
    var logSum: Float = 0
    for band in 0..<magnitudes.count {
      let m = gain * magnitudes[band] + 1e-7
      sum += m
      power = Relaxed.multiplyAdd(m, m, power)
      moment = Relaxed.multiplyAdd(Float(band), m, moment)
      logSum += Logarithm.natural(m)
    }
    let bands = Float(magnitudes.count)
    level.append(10 / Float.log(10) * Logarithm.natural(power))
    flatness.append(Float.exp(logSum / bands) / (sum / bands))
    centroid.append(moment / sum / (bands - 1))
    var inVoice: Float = 1e-9
    for band in Self.voiceBands { inVoice += gain * magnitudes[band] }
    voiceShare.append(Logarithm.natural(inVoice / sum))
    var treble: Float = 1e-6
    for band in Self.trebleBands { treble += gain * magnitudes[band] }
    trebleShare.append(Logarithm.natural(treble / sum))
    var air: Float = 1e-9
    var airPower: Float = 1e-12
    var airLog: Float = 0
    for band in Self.airBands {
      let m = gain * magnitudes[band] + 1e-7
      air += m
      airPower = Relaxed.multiplyAdd(m, m, airPower)
      airLog += Logarithm.natural(m)
    }
    let width = Float(Self.airBands.count)
    airLevel.append(10 / Float.log(10) * Logarithm.natural(airPower))
    airFlatness.append(Float.exp(airLog / width) / (air / width))
  }
}
