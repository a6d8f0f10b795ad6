import Similarity

/// A journey from one track to another by small steps in the similarity space.
///
/// The straight line between the two is divided into equal steps; each is taken by the nearest track that is
/// not on the way yet.
enum SonicPath {
  /// Ids from `from` to `to`, both included; nil where either has no place in the space.
  ///
  /// - Parameter steps: tracks in all, at least 2; fewer come where the library has no more.
  static func ids(from: String, to: String, steps: Int, in index: NeighbourIndex) -> [String]? {
    guard let start = index.embedding(of: from), let end = index.embedding(of: to) else {
      return nil
    }
    if from == to { return [from] }
    var path = [from]
    var taken: Set<String> = [from, to]
    for step in stride(from: 1, to: max(2, steps) - 1, by: 1) {
      let share = Float(step) / Float(steps - 1)
      let vector = zip(start.vector, end.vector).map { $0 + ($1 - $0) * share }
      guard let place = try? Embedding(vector: vector, version: SpaceVersion.current) else { break }
      let found = index.nearest(to: NeighbourQuery(place, excluded: taken), limit: 1)
      guard let next = found.first?.id else { break }
      path.append(next)
      taken.insert(next)
    }
    return path + [to]
  }
}
