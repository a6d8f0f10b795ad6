/// The weights of `MetricalLevel.inputs`.
///
/// Fitted by `Evaluation/fit_metrical_level.py` on 2026-11-21; tracks: 32 real, 26 chorales, 186 consensus, 120 synthetic.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum MetricalLevelWeights {
  static let values: [Double] = [
    -0.8963, -0.6651, -1.6507, 0.1636, -0.1260, 0.7100,
    0.0077, 0.1506, 1.7072, 0.1815, -0.1339, 0.9469,
    0.4386, 0.1450, -1.9980, 2.1074, 4.1092, 0.7684,
    0.2442, -0.8646,
  ]
}
