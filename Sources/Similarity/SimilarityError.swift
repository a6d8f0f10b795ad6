/// What can stop a comparison.
public enum SimilarityError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A track's stored features of this family have another shape than today's.
  case malformedFeatures(FeatureFamily)
  /// A track's stored features of this family hold a value that is no number.
  case featuresNotFinite(FeatureFamily)
  /// A vector of another length than the space's.
  case vectorLength(found: Int, expected: Int)
  /// A vector that holds a value that is no number.
  case vectorNotFinite
  /// A vector of another version of the space: the two cannot be compared.
  case otherVersion(found: Int, expected: Int)
  /// The parameters of the space inside the program do not match their checksum.
  case damagedParameters

  /// Stable, for scripts.
  public var code: String {
    switch self {
    case .malformedFeatures: "features_malformed"
    case .featuresNotFinite: "features_not_finite"
    case .vectorLength: "vector_wrong_length"
    case .vectorNotFinite: "vector_not_finite"
    case .otherVersion: "vector_other_version"
    case .damagedParameters: "space_damaged"
    }
  }

  /// Always false: a second attempt meets the same numbers.
  public var isTransient: Bool { false }

  public var description: String {
    switch self {
    case .malformedFeatures(let family):
      "The stored \(family.rawValue) features have an unknown shape; analyse the track again."
    case .featuresNotFinite(let family):
      "The stored \(family.rawValue) features are damaged; analyse the track again."
    case .vectorLength(let found, let expected):
      "A similarity vector has \(found) numbers where \(expected) belong; analyse the track again."
    case .vectorNotFinite:
      "A similarity vector is damaged; analyse the track again."
    case .otherVersion(let found, let expected):
      "A similarity vector is of version \(found), and this is version \(expected); "
        + "analyse the track again."
    case .damagedParameters:
      "The similarity space inside this program is damaged; install the program again."
    }
  }
}
