// Written by Evaluation/fit_descriptors.py; not to be edited by hand.

/// Weights, scales and calibration of the descriptors.
///
/// Fitted on 2026-11-22 to 305 real excerpts of the development corpus (scales,
/// calibration), to Emotify's ratings of 200 of them by 61 artists (weights of
/// energy and valence), to orderings of genres and styles (energy, danceability, acousticness) and to made
/// examples; `docs/descriptors.md` has the validation.
enum DescriptorTables {
  static let energy = DescriptorModel(
    terms: [
      .init(.fullness, weight: 0.23549, center: 6.22078, scale: 1.42396),
      .init(.highShare, weight: 0.25426, center: 0.09916, scale: 0.06407),
      .init(.partialWobble, weight: 0.13749, center: 0.22616, scale: 0.03685),
      .init(.pace, weight: 0.13582, center: 6.99115, scale: 0.32921),
      .init(.onsetStrength, weight: 0.18163, center: 3.63099, scale: 1.28361),
      .init(.bassShare, weight: 0.05530, center: -1.79672, scale: 0.60528),
    ],
    scores: [
      -3.10593, -1.56488, -1.45578, -1.16752, -0.94334, -0.77944, -0.59747, -0.41056, -0.1520,
      0.10752, 0.27825, 0.44662, 0.63038, 0.82289, 1.05432, 1.18557, 1.36512, 1.51724, 3.05830,
    ],
    values: [
      0.0, 0.11975, 0.15803, 0.20894, 0.26255, 0.32847, 0.40853, 0.48888, 0.55840, 0.62217,
      0.68314, 0.74366, 0.80650, 0.86184, 0.90196, 0.93076, 0.95470, 0.97026, 1.0,
    ],
    validity: 0.60)

  static let danceability = DescriptorModel(
    terms: [
      .init(.spectralMotion, weight: 0.24820, center: 0.95227, scale: 0.20631),
      .init(.harmonicChange, weight: -0.18811, center: 0.14356, scale: 0.0590),
      .init(.bandAlternation, weight: 0.12724, center: 0.63527, scale: 0.18609),
      .init(.pace, weight: 0.09029, center: 6.99115, scale: 0.32921),
      .init(.onsetStrength, weight: 0.11241, center: 3.63099, scale: 1.28361),
      .init(.beatSteadiness, weight: 0.05117, center: 0.9520, scale: 0.04448),
      .init(.bassShare, weight: 0.07813, center: -1.79672, scale: 0.60528),
      .init(.fullness, weight: -0.06336, center: 6.22078, scale: 1.42396),
      .init(.lowPulse, weight: 0.04109, center: 2.61743, scale: 0.82938),
    ],
    scores: [
      -2.68068, -1.25336, -1.15805, -1.03949, -0.94775, -0.71945, -0.52440, -0.35162, -0.20081,
      -0.05126, 0.08524, 0.30422, 0.61508, 0.90719, 1.13162, 1.39408, 1.50012, 1.60130,
      3.02863,
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
      .init(.spectralMotion, weight: -0.21208, center: 0.95227, scale: 0.20631),
      .init(.bassShare, weight: -0.17371, center: -1.79672, scale: 0.60528),
      .init(.highShare, weight: -0.13426, center: 0.09916, scale: 0.06407),
      .init(.pace, weight: -0.12161, center: 6.99115, scale: 0.32921),
      .init(.onsetStrength, weight: -0.13086, center: 3.63099, scale: 1.28361),
      .init(.keyClarity, weight: 0.08864, center: 1.03788, scale: 0.05843),
      .init(.partialWobble, weight: -0.06947, center: 0.22616, scale: 0.03685),
      .init(.beatSteadiness, weight: -0.06936, center: 0.9520, scale: 0.04448),
    ],
    scores: [
      -3.38618, -1.68441, -1.56033, -1.36947, -1.24940, -1.02210, -0.68877, -0.38144, -0.19045,
      0.02210, 0.20813, 0.42882, 0.60732, 0.81855, 1.10492, 1.25642, 1.47144, 1.71912, 3.42088,
    ],
    values: [
      0.0, 0.00001, 0.00002, 0.00015, 0.00074, 0.00346, 0.01487, 0.04711, 0.10598, 0.19682,
      0.32220, 0.48057, 0.66420, 0.81752, 0.90775, 0.95551, 0.98224, 0.99298, 1.0,
    ],
    validity: 0.50)

  static let instrumentalness = DescriptorModel(
    terms: [
      .init(.voicePresence, weight: -0.60, center: -1.41396, scale: 3.0),
      .init(.voiceMean, weight: -0.40, center: -2.03121, scale: 3.0),
    ],
    scores: [
      -1.5620, -0.84559, -0.82220, -0.80008, -0.78507, -0.76123, -0.71944, -0.64876, -0.60869,
      -0.55270, -0.46873, -0.37759, -0.22754, -0.02545, 0.18076, 0.34161, 0.44969, 0.58722,
      1.30363,
    ],
    values: [
      0.0, 0.00001, 0.00002, 0.00003, 0.00004, 0.00005, 0.00006, 0.00065, 0.00445, 0.01960,
      0.06516, 0.17557, 0.39354, 0.65287, 0.82996, 0.92427, 0.97336, 0.99083, 1.0,
    ],
    validity: 0.60)

  static let speechiness = DescriptorModel(
    terms: [
      .init(.speechMean, weight: 0.750, center: -3.12004, scale: 3.0),
      .init(.bandPulse, weight: -0.050, center: 2.76303, scale: 0.71439),
      .init(.keyClarity, weight: -0.150, center: 1.03788, scale: 0.05843),
      .init(.partialWobble, weight: 0.050, center: 0.22616, scale: 0.03685),
    ],
    scores: [
      -1.66033, -0.38221, -0.35180, -0.30870, -0.25961, -0.20575, -0.13869, -0.08394, -0.02470,
      0.06197, 0.12525, 0.22123, 0.3450, 0.48153, 0.82956, 1.62916, 2.05120, 2.17402, 3.45214,
    ],
    values: [
      0.0, 0.00023, 0.00061, 0.00166, 0.00373, 0.00816, 0.01741, 0.03247, 0.05178, 0.07639,
      0.10841, 0.15230, 0.21994, 0.32446, 0.340, 0.57755, 0.76999, 0.87001, 1.0,
    ],
    validity: 0.40)

  static let liveness = DescriptorModel(
    terms: [
      .init(.crowdPresence, weight: 0.50, center: -3.24888, scale: 3.0),
      .init(.crowdMean, weight: 0.40, center: -3.88504, scale: 3.0),
      .init(.floorNoise, weight: 0.10, center: 0.75274, scale: 0.15619),
    ],
    scores: [
      -1.57373, -0.45871, -0.39685, -0.32111, -0.25895, -0.20286, -0.15841, -0.11062, -0.03785,
      0.01827, 0.07648, 0.14421, 0.20939, 0.3110, 0.58879, 1.31203, 1.70129, 1.77135, 2.88637,
    ],
    values: [
      0.0, 0.01187, 0.01862, 0.02937, 0.04280, 0.06227, 0.09057, 0.12474, 0.15994, 0.19809,
      0.24158, 0.29467, 0.36787, 0.450, 0.45001, 0.70982, 0.85666, 0.91334, 1.0,
    ],
    validity: 0.30)

  /// What percentiles are of, and since when.
  static let reference = "305 excerpts, 22 November 2026"
}
