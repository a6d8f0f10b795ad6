/// The weights of `MetricalLevel.inputs`.
///
/// Fitted by `Evaluation/fit_metrical_level.py` on 2026-11-21; tracks: 32 real, 26 chorales, 186 consensus, 120 synthetic.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum MetricalLevelWeights {
  static let values: [Double] = [
    -0.8993, -0.6519, -1.6509, 0.1387, -0.1149, 0.7129,
    -0.0035, 0.1566, 1.7146, 0.2082, -0.1380, 0.9578,
    0.4340, 0.1312, -1.9568, 2.0947, 4.2045, 0.7625,
    0.2792, -0.8885,
  ]
}
