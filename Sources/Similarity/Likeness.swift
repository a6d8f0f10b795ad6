import RealModule

/// A distance as a number from 0 to 1 that a person can read.
public enum Likeness {
  /// The similarity of the median pair.
  ///
  /// chosen: two tracks at random are nearer to "not alike" than to "half".
  private static let ofMedianPair = 0.2

  /// The distance that half of all pairs of the corpus lie within.
  public static var medianDistance: Double { (try? SpaceParameters.current())?.medianDistance ?? 0 }

  /// 1 for the same, 0.2 at the corpus' median distance m, falling towards 0: 0.2 to the power (d /
  /// m)².
  ///
  /// Monotone: sorting by it is sorting by distance.
  public static func similarity(atDistance distance: Double) -> Double {
    guard let parameters = try? SpaceParameters.current(), parameters.medianDistance > 0 else {
      return 0
    }
    let relative = distance / parameters.medianDistance
    return Double.exp(Double.log(ofMedianPair) * relative * relative)
  }
}
