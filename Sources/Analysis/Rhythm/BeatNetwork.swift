import RealModule

/// Hears beats and bars in the spectrum: a temporal convolutional network (Davies and Böck, "Temporal Convolutional
/// Networks for Musical Audio Beat Tracking", EUSIPCO 2019), with 24 bands and their rise in the place of convolutions over frequency.
///
/// One layer brings `BeatSpectra` to sixteen channels and half the frame rate; eight residual layers, each
/// reaching twice as far as the one before, see ten seconds to either side. `Evaluation/fit_beat_network.py` trains it.
enum BeatNetwork {
  /// Channels of every hidden layer.
  private typealias Row = SIMD16<Float>
  private static let channels = Row.scalarCount
  private static let taps = 5
  /// What of a negative sum passes.
  private static let leak: Float = 0.1

  static func activation(of spectra: BeatSpectra) -> BeatActivation {
    var rows = first(spectra)
    for layer in layers { rows = layer.applied(to: rows) }
    return BeatActivation(
      beats: rows.map { probability($0, output: 0) },
      downbeats: rows.map { probability($0, output: 1) })
  }

  private static func probability(_ row: Row, output: Int) -> Float {
    let odds = (row * outputs[output]).sum() + BeatNetworkWeights.outputBiases[output]
    return 1 / (1 + .exp(-odds))
  }

  /// Every second frame, seen with two on either side.
  private static func first(_ spectra: BeatSpectra) -> [Row] {
    let width = BeatSpectra.width
    let values = spectra.values.span
    return stride(from: 0, to: spectra.frames, by: BeatActivation.framesPerValue).map { frame in
      var sum = inputBias
      for tap in 0..<taps {
        let seen = frame + tap - taps / 2
        guard seen >= 0, seen < spectra.frames else { continue }
        for band in 0..<width {
          sum += values[seen * width + band] * inputs[tap * width + band]
        }
      }
      return leaky(sum)
    }
  }

  /// A dilated convolution, then a mixture of its channels added to what went in.
  private struct Layer {
    /// Frames between two taps.
    var dilation: Int
    var convolution: [Row]
    var bias: Row
    var mixture: [Row]
    var mixtureBias: Row

    func applied(to rows: [Row]) -> [Row] {
      rows.indices.map { n in
        var sum = bias
        for tap in 0..<taps {
          let seen = n + (tap - taps / 2) * dilation
          guard seen >= 0, seen < rows.count else { continue }
          let row = rows[seen]
          for channel in 0..<channels {
            sum += row[channel] * convolution[tap * channels + channel]
          }
        }
        let hidden = leaky(sum)
        var output = rows[n] + mixtureBias
        for channel in 0..<channels { output += hidden[channel] * mixture[channel] }
        return output
      }
    }
  }

  private static func leaky(_ row: Row) -> Row {
    row.replacing(with: leak * row, where: row .< 0)
  }

  private static let inputs = table(BeatNetworkWeights.inputs)
  private static let inputBias = table(BeatNetworkWeights.inputBiases)[0]
  private static let outputs = table(BeatNetworkWeights.outputs)
  private static let layers: [Layer] = {
    let convolutions = table(BeatNetworkWeights.convolutions)
    let biases = table(BeatNetworkWeights.convolutionBiases)
    let mixtures = table(BeatNetworkWeights.mixtures)
    let mixtureBiases = table(BeatNetworkWeights.mixtureBiases)
    return biases.indices.map { layer in
      let size = taps * channels
      return Layer(
        dilation: 1 << layer, convolution: Array(convolutions[layer * size..<(layer + 1) * size]),
        bias: biases[layer],
        mixture: Array(mixtures[layer * channels..<(layer + 1) * channels]),
        mixtureBias: mixtureBiases[layer])
    }
  }()

  /// Rows of sixteen.
  private static func table(_ values: [Float]) -> [Row] {
    stride(from: 0, to: values.count, by: channels).map { start in
      Row(values[start..<start + channels])
    }
  }
}
