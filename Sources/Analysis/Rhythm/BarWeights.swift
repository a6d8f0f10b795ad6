/// The weights of `BarInputs.names`, for each of the neighbouring beats in turn.
///
/// Fitted by `Evaluation/fit_beats.py` on 2026-11-21; synthetic pieces: 119 of the corpus, 419 further ones.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum BarWeights {
  static let values: [Double] = [
    0.0277, -0.0969, 0.0201, -0.0959, -0.1618, 0.0172,
    0.0627, -0.0297, -0.0863, 0.0413, -0.5250, -0.2036,
    0.0393, -0.0161, -0.1742, -0.0950, 0.0872, 0.0631,
    0.0126, -0.0844, 0.1814, -0.0639, -0.0018, 0.1280,
    -0.5536, -0.3614, 0.0165, -0.3766, -0.0198, 0.1423,
    0.4762, 0.0156, 0.0187, 0.0386, 0.5130, -0.0744,
    -0.0624, -0.0737, -0.0974, 0.8729, 1.0729, 0.2950,
    1.1028, 0.2648, -0.0626, -0.3388, 0.0080, -0.1220,
    0.0372, -0.2171, 0.0209, 0.1081, 0.1065, 0.0554,
    -0.2544, -0.6295, -0.1947, -0.4701, -0.2169, 0.0777,
    0.0856, -0.0518, 0.0785, -0.1133, -0.0609, -0.0091,
    -0.0453, -0.1019, -0.0187, 0.0355, -0.4822, -0.0976,
    -0.1832, -0.0483, -0.1125,
  ]
  static let bias = -2.4612
  /// Intercept and slope, from the margin of the metre to its probability.
  static let confidence = [0.3654, 18.4375]
}
