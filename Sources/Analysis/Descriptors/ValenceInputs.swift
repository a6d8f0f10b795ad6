import DSP
import RealModule

/// What valence is computed from: mode and tonal clarity; the pulse is `DanceabilityInputs`'.
///
/// Mode and clarity correlate the mean chroma with Temperley's profiles in all 24 keys (`KeyProfile`). All
/// keys take part, in a soft maximum, ln Σ e^(5r) / 5: a track between two keys is no extreme case, and a
/// value does not jump when another key becomes the best.
enum ValenceInputs {
  /// How much better the major keys fit than the minor ones, in correlation.
  static func majorness(_ features: TrackFeatures) -> Double {
    fit(features, KeyProfile.temperley.major) - fit(features, KeyProfile.temperley.minor)
  }

  /// How well any key fits.
  static func keyClarity(_ features: TrackFeatures) -> Double {
    softMaximum([
      fit(features, KeyProfile.temperley.major), fit(features, KeyProfile.temperley.minor),
    ])
  }

  private static func fit(_ features: TrackFeatures, _ profile: [Float]) -> Double {
    softMaximum(
      (0..<12).map { tonic in
        let turned = (0..<12).map { profile[($0 - tonic + 12) % 12] }
        return Double(Statistics.correlation(turned, features.chromaMean))
      })
  }

  private static func softMaximum(_ values: [Double]) -> Double {
    .log(values.reduce(0) { $0 + .exp(5 * $1) }) / 5
  }
}
