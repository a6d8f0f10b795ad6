import RealModule

/// From one second of music to how likely somebody sings or speaks, speaks, or applauds in it: a network of
/// one hidden layer, as the logistic's argument (log odds).
enum VoiceModel {
  /// Inputs count up to this many scale units from the median.
  private static let clip: Float = 4
  /// voice, speech, crowd.
  private static let outputs = 3

  struct LogOdds: Sendable {
    var voice: Float
    var speech: Float
    var crowd: Float
  }

  /// The answer to one row of `VoiceInputs`.
  static func logOdds(_ row: [Float]) -> LogOdds {
    var hidden = VoiceWeights.hiddenBiases
    let units = hidden.count
    let (centers, scales) = (VoiceWeights.centers, VoiceWeights.scales)
    let table = VoiceWeights.hidden
    do {
      let weights = table.span
      var sums = hidden.mutableSpan
      for (i, value) in row.enumerated() {
        let z = (value - centers[i]) / scales[i]
        let x = min(max(z, -clip), clip)
        let column = weights.extracting(i * units..<(i + 1) * units)
        for unit in 0..<units { sums[unit] = Relaxed.multiplyAdd(x, column[unit], sums[unit]) }
      }
    }
    let output = VoiceWeights.output
    var odds = VoiceWeights.outputBiases
    for unit in 0..<units {
      let x = Float.tanh(hidden[unit])
      for k in 0..<outputs { odds[k] += x * output[unit * outputs + k] }
    }
    return LogOdds(voice: odds[0], speech: odds[1], crowd: odds[2])
  }
}
