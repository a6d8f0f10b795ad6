import Analysis

/// The raw numbers of the dynamics family, in decibels.
///
/// Loudness range, and how far the true peak, the loudest 400 ms and the loudest 3 s stand above
/// the whole. None of them changes with the gain.
enum DynamicsVector {
  static let count = 4

  static func vector(_ loudness: Loudness) -> [Float]? {
    guard let integrated = loudness.integrated else { return nil }
    return [
      // A track too short for a range or a 3 s value has the least there is.
      Float(loudness.range ?? 0), Float((loudness.truePeak ?? integrated) - integrated),
      Float((loudness.momentaryMax ?? integrated) - integrated),
      Float((loudness.shortTermMax ?? integrated) - integrated),
    ]
  }
}
