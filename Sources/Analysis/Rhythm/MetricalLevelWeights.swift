/// The weights of `MetricalLevel.inputs`.
///
/// Fitted by `Evaluation/fit_metrical_level.py` on 2026-11-21; tracks:
/// 32 real, 26 chorales, 186 consensus, 120 synthetic, 573 more.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum MetricalLevelWeights {
  static let values: [Double] = [
    -0.7323, -0.5714, -0.7781, 0.1443, 0.1658, 0.3324,
    0.0957, -0.0138, 1.9034, 0.0969, -0.2075, 0.8236,
    0.3654, 0.1828, -2.2879, 1.0825, 2.4273, 1.4331,
    0.7557, -1.0256, -0.1628, 0.3006, 0.9896, 2.3721,
    0.3807,
  ]
  /// The power of the odds under which held-out answers are as often right as they say.
  static let sharpness = 1.358
}
