public import Analysis
import RealModule

/// A track as a point: the nearer two of them, the more alike the tracks sound.
///
/// The families stand one behind the other, each in a stretch of its own (`range(of:)`), scaled so
/// that over the corpus timbre makes up the most of a squared distance and dynamics the least.
public struct Embedding: Sendable, Equatable {
  /// The length of every vector of this version.
  public static let dimensions = 128

  /// 128 numbers, finite, not of unit length.
  public let vector: [Float]

  /// Of the space; always `SpaceVersion.current`.
  public var version: Int { SpaceVersion.current }

  /// The point of an analysed track; nil for silence.
  ///
  /// - Throws: `malformedFeatures`, `featuresNotFinite` or `damagedParameters`.
  public init?(of analysis: TrackAnalysis) throws(SimilarityError) {
    guard let families = try FamilyVectors(of: analysis) else { return nil }
    try self.init(families)
  }

  /// The point of a track's raw numbers.
  ///
  /// - Throws: `malformedFeatures` or `damagedParameters`.
  public init(_ families: FamilyVectors) throws(SimilarityError) {
    let parameters = try SpaceParameters.current()
    var vector: [Float] = []
    vector.reserveCapacity(Self.dimensions)
    for family in FeatureFamily.allCases {
      vector += try parameters.project(families[family], family)
    }
    try self.init(vector: vector, version: SpaceVersion.current)
  }

  /// A point that was stored.
  ///
  /// - Throws: `otherVersion`, `vectorLength` or `vectorNotFinite`.
  public init(vector: [Float], version: Int) throws(SimilarityError) {
    guard version == SpaceVersion.current else {
      throw .otherVersion(found: version, expected: SpaceVersion.current)
    }
    guard vector.count == Self.dimensions else {
      throw .vectorLength(found: vector.count, expected: Self.dimensions)
    }
    guard vector.allSatisfy(\.isFinite) else { throw .vectorNotFinite }
    self.vector = vector
  }

  /// Finite numbers of the right count.
  init(unchecked vector: [Float]) { self.vector = vector }

  /// Which of the numbers are `family`'s.
  public static func range(of family: FeatureFamily) -> Range<Int> {
    (try? SpaceParameters.current())?.range(of: family) ?? 0..<0
  }

  /// Euclidean distance; about 1.4 between any two tracks, 0 between a track and itself.
  public func distance(to other: Embedding) -> Double {
    Double(SquaredDistance.between(vector.span, other.vector.span)).squareRoot()
  }
}
