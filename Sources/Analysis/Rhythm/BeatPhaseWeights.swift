/// The weights of `BeatPhase.inputs`.
///
/// Fitted by `Evaluation/fit_beats.py` on 2026-11-21; synthetic pieces: 119 of the corpus, 419 further ones.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum BeatPhaseWeights {
  static let values: [Double] = [
    0.2826, 0.4008, 0.3263, 0.5102, 0.7052, 0.4654,
    -0.1260, -0.0093, -0.0821, 0.4139, 0.0918, 1.1932,
    -0.1804, -0.7371, 1.0817, 0.8087, 0.1273, -0.1903,
    0.8566, 0.6699, -0.5676, 3.7021, -2.2906, 0.0529,
    -1.2166, 1.2361, -0.1754, 0.5865, 0.3624, 0.7819,
  ]
}
