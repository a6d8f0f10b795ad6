/// The weights of `BarInputs.names`, for each of the neighbouring beats in turn.
///
/// Fitted by `Evaluation/fit_bars.py` on 2026-11-22: 119 synthetic pieces of the corpus, 813 further ones, 162 excerpts of games.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum BarWeights {
  static let values: [Double] = [
    0.0200, -0.1192, -0.0832, -0.0718, -0.1028, 0.0739,
    0.0441, 0.0053, 0.0036, -0.0253, -0.4918, -0.2630,
    -0.0474, 0.0307, -0.1720, 0.0382, 0.0595, 0.0216,
    0.0803, 0.0324, -0.0549, 0.1176, -0.0612, -0.0191,
    0.0559, -0.4081, -0.0889, -0.0402, -0.0693, 0.0323,
    0.0217, -0.3183, 0.1035, 0.0705, 0.0518, -0.0075,
    0.0956, -0.0901, -0.0690, 0.0241, 0.0104, 0.7413,
    0.7329, 0.3704, 0.3994, 0.0108, 0.1347, 1.7250,
    -0.1069, 0.0167, -0.0453, 0.0651, 0.0460, 0.0456,
    0.1440, 0.0948, 0.0125, -0.2856, -0.3451, -0.1530,
    -0.1055, -0.0642, -0.0537, -0.4242, 0.0667, -0.0102,
    -0.0030, -0.0253, -0.0394, 0.0345, 0.0359, 0.0094,
    0.0498, -0.0563, -0.4104, -0.2165, -0.1264, 0.1424,
    -0.0964, -0.1827,
  ]
  static let bias = -2.5919
  /// Intercept and slope, from the margin of the metre to its probability.
  static let confidence = [-0.2654, 27.1851]
}
