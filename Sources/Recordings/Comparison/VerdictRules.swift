/// The borders between the verdicts.
///
/// All measured on degradations, edits and other takes of a corpus: docs/recordings.md shows where each lies between
/// what it must let through and what it must keep out.
enum VerdictRules {
  /// Share of both tracks along one line from which on they are cut alike; silence at the ends differs.
  static let whole = 0.9
  /// Share of the shorter track from which on it is an edit of the other.
  static let edit = 0.6
  /// Seconds that an edit must share: below, a loop or a sample gives as much.
  static let editSeconds = 20.0
  /// Correlation of the levels over time.
  static let leastLevels = 0.3
  /// Share of the bits, and dB of dynamics and balance, up to which two masters count as one.
  static let sameMasterBits = 0.12
  static let sameMasterDynamics = 0.8
  static let sameMasterBalance = 1.5
  /// Share of the landmarks beyond what chance gives.
  static let leastLandmarks = 0.12
  /// log₁₀ of the probability that as many landmarks agree by chance.
  static let leastLogChance = -8.0
}

extension LandmarkAgreement {
  /// Whether the landmarks say that a stretch is the same performance.
  var isProof: Bool {
    share - chance >= VerdictRules.leastLandmarks && logChance <= VerdictRules.leastLogChance
  }
}
