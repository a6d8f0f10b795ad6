import RealModule

extension TrackFeatures {
  init(
    timbre: TimbreSummary, rhythm: RhythmSummary, tonal: TonalSummary, voices: VoiceSummary
  ) {
    let size = TimbreSummary.coefficients
    let count = Double(max(1, timbre.count))
    let mean = timbre.sum.map { $0 / count }
    timbreMean = mean.map { Float($0) }
    timbreCovariance = []
    for i in 0..<size {
      for j in i..<size {
        timbreCovariance.append(Float(timbre.products[i * size + j] / count - mean[i] * mean[j]))
      }
    }
    timbreChange = timbre.deltaSquares.map { Float(($0 / count).squareRoot()) }
    spectralShape = timbre.shape.map { Float($0) }
    tempogram = rhythm.tempogram.product.map { row in
      let top = row.max() ?? 0
      return top > 0 ? row.map { $0 / top } : row
    }
    flux = Float(rhythm.flux)
    metricalReadings = rhythm.readings
    pulseClarity = rhythm.tempogram.clarity
    let onBeat = rhythm.lowOnBeats / Double(max(1, rhythm.beats.count))
    let everywhere = rhythm.lowMean / Double(max(1, rhythm.frames))
    beatStrength =
      onBeat > 0 && everywhere > 0 ? Float(Double.log(onBeat / everywhere)) : 0
    octaveChroma = tonal.octaves.map { Float($0 / max(tonal.weight, .leastNormalMagnitude)) }
    let frames = Double(max(1, tonal.frames))
    let chroma = tonal.chromaSum.map { $0 / frames }
    chromaMean = chroma.map { Float($0) }
    chromaDeviation = zip(tonal.chromaSquares, chroma).map { square, mean in
      Float(max(0, square / frames - mean * mean).squareRoot())
    }
    harmonicChange = Float(tonal.change / Double(max(1, tonal.changes)))
    keyCorrelations = Mode.allCases.map { KeyClassifier.bestCorrelation(tonal, mode: $0) }
    self.voices = voices.features
    keyInputs = KeyInputs.rows(of: tonal.pitches, in: 0..<tonal.pitches.count)
  }
}
