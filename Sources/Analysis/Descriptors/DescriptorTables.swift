// Written by Evaluation/fit_descriptors.py; not to be edited by hand.

/// Weights, scales and calibration of the descriptors.
///
/// Fitted on 2026-11-22 to 305 real excerpts of the development corpus (scales,
/// calibration), to Emotify's ratings of 200 of them by 61 artists (weights of
/// energy and valence), to orderings of genres and styles (energy, danceability, acousticness) and to recorded
/// speakers and audiences (scales of speechiness and liveness); `docs/descriptors.md` has the validation.
enum DescriptorTables {
  static let energy = DescriptorModel(
    terms: [
      .init(.fullness, weight: 0.23547, center: 6.22078, scale: 1.42396),
      .init(.highShare, weight: 0.25461, center: 0.09916, scale: 0.06407),
      .init(.partialWobble, weight: 0.13742, center: 0.22616, scale: 0.03685),
      .init(.pace, weight: 0.13551, center: 6.99115, scale: 0.32921),
      .init(.onsetStrength, weight: 0.18164, center: 3.63099, scale: 1.28361),
      .init(.bassShare, weight: 0.05535, center: -1.79672, scale: 0.60528),
    ],
    scores: [
      -3.10576, -1.56486, -1.45587, -1.16749, -0.94288, -0.77904, -0.59759, -0.41002, -0.15176,
      0.10772, 0.27835, 0.44648, 0.63071, 0.82288, 1.05443, 1.18558, 1.36559, 1.51693, 3.05783,
    ],
    values: [
      0.0, 0.11975, 0.15803, 0.20894, 0.26255, 0.32847, 0.40853, 0.48888, 0.55840, 0.62217,
      0.68314, 0.74366, 0.80650, 0.86184, 0.90196, 0.93076, 0.95470, 0.97026, 1.0,
    ],
    validity: 0.60)

  static let danceability = DescriptorModel(
    terms: [
      .init(.spectralMotion, weight: 0.24999, center: 0.95227, scale: 0.20631),
      .init(.harmonicChange, weight: -0.18931, center: 0.14356, scale: 0.0590),
      .init(.bandAlternation, weight: 0.12669, center: 0.63527, scale: 0.18609),
      .init(.pace, weight: 0.09686, center: 6.99115, scale: 0.32921),
      .init(.onsetStrength, weight: 0.11433, center: 3.63099, scale: 1.28361),
      .init(.beatSteadiness, weight: 0.03597, center: 0.9590, scale: 0.02669),
      .init(.bassShare, weight: 0.08037, center: -1.79672, scale: 0.60528),
      .init(.fullness, weight: -0.06525, center: 6.22078, scale: 1.42396),
      .init(.lowPulse, weight: 0.04124, center: 2.61743, scale: 0.82938),
    ],
    scores: [
      -2.59421, -1.19081, -1.13593, -1.01766, -0.94933, -0.69045, -0.52523, -0.35271, -0.19743,
      -0.04335, 0.08521, 0.30840, 0.60653, 0.90483, 1.11534, 1.40332, 1.50802, 1.61599,
      3.01939,
    ],
    values: [
      0.0, 0.21120, 0.24764, 0.29161, 0.33433, 0.38364, 0.44062, 0.49615, 0.54383, 0.58798,
      0.63119, 0.67581, 0.72521, 0.77307, 0.81217, 0.84423, 0.87540, 0.89973, 1.0,
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
      -2.53322, -1.33383, -1.17954, -1.05807, -0.90096, -0.72957, -0.49234, -0.29271, -0.13707,
      0.02271, 0.14150, 0.25646, 0.45231, 0.59029, 0.71343, 0.82324, 0.94062, 1.06496, 2.26435,
    ],
    values: [
      0.0, 0.03581, 0.05575, 0.08690, 0.12475, 0.17759, 0.25005, 0.3310, 0.40708, 0.48146,
      0.55642, 0.63435, 0.71882, 0.79608, 0.85369, 0.89589, 0.93145, 0.95482, 1.0,
    ],
    validity: 0.57)

  static let acousticness = DescriptorModel(
    terms: [
      .init(.spectralMotion, weight: -0.20909, center: 0.95227, scale: 0.20631),
      .init(.bassShare, weight: -0.17356, center: -1.79672, scale: 0.60528),
      .init(.highShare, weight: -0.13091, center: 0.09916, scale: 0.06407),
      .init(.pace, weight: -0.13094, center: 6.99115, scale: 0.32921),
      .init(.onsetStrength, weight: -0.13238, center: 3.63099, scale: 1.28361),
      .init(.keyClarity, weight: 0.09114, center: 1.03788, scale: 0.05843),
      .init(.partialWobble, weight: -0.07077, center: 0.22616, scale: 0.03685),
      .init(.beatSteadiness, weight: -0.06120, center: 0.9590, scale: 0.02669),
    ],
    scores: [
      -3.37981, -1.69284, -1.57962, -1.38356, -1.24432, -1.00227, -0.70989, -0.40071, -0.19454,
      0.03772, 0.21559, 0.42692, 0.61593, 0.81702, 1.06509, 1.25637, 1.43463, 1.68109, 3.36805,
    ],
    values: [
      0.0, 0.00001, 0.00002, 0.00015, 0.00074, 0.00346, 0.01487, 0.04711, 0.10598, 0.19682,
      0.32220, 0.48057, 0.66420, 0.81752, 0.90775, 0.95551, 0.98224, 0.99298, 1.0,
    ],
    validity: 0.50)

  static let instrumentalness = DescriptorModel(
    terms: [
      .init(.voicePresence, weight: -0.60, center: -1.22541, scale: 3.0),
      .init(.voiceMean, weight: -0.40, center: -1.80635, scale: 3.0),
    ],
    scores: [
      -1.51144, -0.82657, -0.81271, -0.78763, -0.73868, -0.72428, -0.69553, -0.66161, -0.60913,
      -0.55757, -0.49017, -0.39725, -0.26158, 0.00486, 0.16792, 0.26958, 0.44975, 0.54317,
      1.22804,
    ],
    values: [
      0.0, 0.00001, 0.00002, 0.00003, 0.00004, 0.00005, 0.00006, 0.00065, 0.00445, 0.01960,
      0.06516, 0.17557, 0.39354, 0.65287, 0.82996, 0.92427, 0.97336, 0.99083, 1.0,
    ],
    validity: 0.60)

  static let speechiness = DescriptorModel(
    terms: [
      .init(.speechMean, weight: 0.750, center: -3.40722, scale: 3.0),
      .init(.bandPulse, weight: -0.050, center: 2.76303, scale: 0.71439),
      .init(.keyClarity, weight: -0.150, center: 1.03788, scale: 0.05843),
      .init(.partialWobble, weight: 0.050, center: 0.22616, scale: 0.03685),
    ],
    scores: [
      -1.77271, -0.50197, -0.48554, -0.39052, -0.32557, -0.25448, -0.16634, -0.09077, -0.02465,
      0.05642, 0.14250, 0.24970, 0.34727, 0.53521, 0.84713, 1.39821, 1.82859, 2.03952, 3.31026,
    ],
    values: [
      0.0, 0.00023, 0.00061, 0.00166, 0.00373, 0.00816, 0.01741, 0.03247, 0.05178, 0.07639,
      0.10841, 0.15230, 0.21994, 0.32446, 0.340, 0.57755, 0.76999, 0.87001, 1.0,
    ],
    validity: 0.50)

  static let liveness = DescriptorModel(
    terms: [
      .init(.crowdPresence, weight: 0.50, center: -1.35926, scale: 3.0),
      .init(.crowdMean, weight: 0.40, center: -2.38817, scale: 3.0),
      .init(.floorNoise, weight: 0.10, center: 0.75274, scale: 0.15619),
    ],
    scores: [
      -1.71485, -0.67319, -0.61299, -0.49771, -0.38331, -0.28409, -0.21528, -0.12241, -0.05613,
      -0.00224, 0.05595, 0.13793, 0.23092, 0.32760, 0.46558, 0.64303, 1.08157, 1.41013,
      2.45179,
    ],
    values: [
      0.0, 0.01187, 0.01862, 0.02937, 0.04280, 0.06227, 0.09057, 0.12474, 0.15994, 0.19809,
      0.24158, 0.29467, 0.36787, 0.450, 0.45001, 0.70982, 0.85666, 0.91334, 1.0,
    ],
    validity: 0.40)

  /// What percentiles are of, and since when.
  static let reference = "305 excerpts, 22 November 2026"
}
