import RealModule

/// A drawing of the space on a plane: landmarks laid out once, everything else placed by them alone.
///
/// What was placed does not move when others come: a place depends on the landmarks and the point. The
/// landmarks are laid out by t-SNE (van der Maaten and Hinton, JMLR 9, 2008) from their first two
/// principal coordinates, the same each time. Two dimensions cannot hold 128: `Distortion` says what is
/// left.
public struct PlaneLayout: Sendable, Equatable, Codable {
  /// A point of the space and where it is drawn.
  public struct Landmark: Sendable, Equatable, Codable {
    public let vector: [Float]
    public let x: Double
    public let y: Double
  }

  /// The version of the space that the landmarks lie in.
  public let version: Int
  public let landmarks: [Landmark]

  /// Landmarks at most.
  ///
  /// chosen: 600 are laid out in about two seconds, once, and a track is placed in 50 µs.
  public static let most = 600
  /// Landmarks that a point is drawn between, and the power of its nearness to each.
  ///
  /// Measured on the corpus: of 3 to 15 and powers of 4 to 12 these keep most neighbours.
  private static let between = (count: 3, power: 4.0)
  /// chosen: equal points must not divide by nothing.
  private static let least = 1e-6

  /// Lays out `points`, of which those after the first `most` are left out.
  public init(_ points: [Embedding]) {
    version = SpaceVersion.current
    let points = Array(points.prefix(Self.most))
    let squares = points.flatMap { a in
      points.map { b in
        let distance = a.distance(to: b)
        return distance * distance
      }
    }
    landmarks = zip(points, NeighbourEmbedding(squares, points.count).places).map {
      Landmark(vector: $0.vector, x: $1.x, y: $1.y)
    }
  }

  /// Where a point is drawn; (0, 0) without landmarks.
  public func place(of point: Embedding) -> (x: Double, y: Double) {
    let near = landmarks.indices.map { row in
      let (a, b) = (point.vector, landmarks[row].vector)
      let square = SquaredDistance.between(a.span, b.span)
      return (row: row, distance: Double(square).squareRoot())
    }.sorted { ($0.distance, $0.row) < ($1.distance, $1.row) }.prefix(Self.between.count)
    // A landmark stands where it was laid out.
    if let first = near.first, first.distance < Self.least {
      return (landmarks[first.row].x, landmarks[first.row].y)
    }
    var (x, y, total) = (0.0, 0.0, 0.0)
    for (row, distance) in near {
      let weight = Double.pow(distance, -Self.between.power)
      x += weight * landmarks[row].x
      y += weight * landmarks[row].y
      total += weight
    }
    return total > 0 ? (x / total, y / total) : (0, 0)
  }
}
