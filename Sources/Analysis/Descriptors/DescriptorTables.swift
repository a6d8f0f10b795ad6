// Written by Evaluation/fit_descriptors.py; not to be edited by hand.

/// Weights, scales and calibration of the descriptors.
///
/// Fitted on 2026-11-21 to 305 real excerpts of the development corpus (scales,
/// calibration) and to Emotify's ratings of 200 of them by 61 artists
/// (weights of energy and valence); `docs/descriptors.md` has the validation.
enum DescriptorTables {
  static let energy = DescriptorModel(
    terms: [
      .init(.onsetStrength, weight: 0.16461, center: 3.63099, scale: 1.28361),
      .init(.spectralMotion, weight: 0.19237, center: 0.95227, scale: 0.20631),
      .init(.brightness, weight: 0.14299, center: 0.18881, scale: 0.05047),
      .init(.fullness, weight: 0.20936, center: 6.22078, scale: 1.42396),
      .init(.pace, weight: 0.29067, center: 6.99115, scale: 0.32921),
    ],
    scores: [
      -2.90811, -1.44225, -0.94979, -0.71704, -0.58156, -0.40236, -0.22437, -0.09184, 0.05087,
      0.18840, 0.30615, 0.42112, 0.56863, 0.81696, 1.16842, 1.48946, 2.95532,
    ],
    values: [
      0.0, 0.12034, 0.27756, 0.36109, 0.42593, 0.48149, 0.53151, 0.57799, 0.62217, 0.66499,
      0.70725, 0.74975, 0.79351, 0.84017, 0.89327, 0.97004, 1.0,
    ],
    validity: 0.61)

  static let danceability = DescriptorModel(
    terms: [
      .init(.pulseClarity, weight: 0.30, center: 2.41886, scale: 0.79206),
      .init(.beatSteadiness, weight: 0.20, center: 0.9510, scale: 0.04596),
      .init(.lowPulse, weight: 0.20, center: 2.61743, scale: 0.82938),
      .init(.beatStrength, weight: 0.10, center: 2.15512, scale: 0.37138),
      .init(.bassShare, weight: 0.10, center: -1.79672, scale: 0.60528),
      .init(.tempoFit, weight: 0.10, center: 0.35455, scale: 0.06186),
    ],
    scores: [
      -3.12772, -1.69638, -1.22631, -0.97619, -0.68032, -0.41924, -0.25957, -0.11299, 0.01603,
      0.13223, 0.28007, 0.39674, 0.55660, 0.69285, 0.83032, 1.16631, 2.59765,
    ],
    values: [
      0.0, 0.21180, 0.34582, 0.40715, 0.45274, 0.49108, 0.52538, 0.55732, 0.58798, 0.61818,
      0.64870, 0.68043, 0.71466, 0.75367, 0.80325, 0.89933, 1.0,
    ],
    validity: 0.50)

  static let valence = DescriptorModel(
    terms: [
      .init(.majorness, weight: 0.31688, center: 0.07765, scale: 0.12440),
      .init(.keyClarity, weight: 0.28050, center: 1.03788, scale: 0.05843),
      .init(.bandPulse, weight: 0.26295, center: 2.76303, scale: 0.71439),
      .init(.bassShare, weight: -0.13968, center: -1.79672, scale: 0.60528),
    ],
    scores: [
      -2.52444, -1.32968, -0.85394, -0.59544, -0.44492, -0.32998, -0.19296, -0.10218, 0.02271,
      0.09665, 0.19854, 0.27103, 0.41084, 0.53326, 0.67751, 1.05984, 2.25459,
    ],
    values: [
      0.0, 0.03609, 0.13620, 0.20606, 0.26691, 0.32323, 0.37702, 0.42948, 0.48146, 0.53373,
      0.58705, 0.64238, 0.70108, 0.76551, 0.84110, 0.95449, 1.0,
    ],
    validity: 0.57)

  static let acousticness = DescriptorModel(
    terms: [.init(.dynamics, weight: 1.0, center: 0.0, scale: 1.0)],
    scores: [-3.0, -1.0, 1.0, 3.0], values: [0.0, 0.2, 0.8, 1.0], validity: 0.50)

  static let instrumentalness = DescriptorModel(
    terms: [.init(.voicePresence, weight: 1.0, center: 0.0, scale: 1.0)],
    scores: [-3.0, -1.0, 1.0, 3.0], values: [0.0, 0.2, 0.8, 1.0], validity: 0.50)

  static let speechiness = DescriptorModel(
    terms: [.init(.speechMean, weight: 1.0, center: 0.0, scale: 1.0)],
    scores: [-3.0, -1.0, 1.0, 3.0], values: [0.0, 0.2, 0.8, 1.0], validity: 0.50)

  static let liveness = DescriptorModel(
    terms: [.init(.crowdPresence, weight: 1.0, center: 0.0, scale: 1.0)],
    scores: [-3.0, -1.0, 1.0, 3.0], values: [0.0, 0.2, 0.8, 1.0], validity: 0.50)

  /// What percentiles are of, and of when.
  static let reference = "305 excerpts, 2026-11-21"
}
