import Catalogue
import Ingestion
import Similarity
import Sound

/// What another model says of how alike tracks are: cosine distances between its vectors.
struct OutsideSpace {
  private let vectors: [TrackID: [Float]]
  private let seeds: [(vector: [Float], share: Double)]
  /// The distance that half of all pairs lie within.
  private let median: Double

  /// Pairs that the median is taken over.
  ///
  /// chosen: known within a percent.
  private static let pairs = 2000

  /// - Throws: `Failure` with `unknown_model`, and with `no_embedding` where no seed has a vector.
  init(_ model: String, _ wanted: [Recommendation.Wanted], in library: Library) throws {
    let rows = try library.catalogue.outsidePlaces(of: model)
    guard !rows.isEmpty else {
      throw Failure(
        code: "unknown_model",
        description: "The library has no vectors of \(model); `assonance import --vectors` brings "
          + "them.")
    }
    let units = rows.map { (track: $0.track, vector: Self.unit($0.vector)) }
    vectors = Dictionary(uniqueKeysWithValues: units.map { ($0.track, $0.vector) })
    var found: [(vector: [Float], share: Double)] = []
    for item in wanted {
      if let track = item.seed.track, let vector = vectors[track], item.weight > 0 {
        found.append((vector, item.weight))
      }
    }
    guard !found.isEmpty else {
      throw Failure(
        code: "no_embedding", description: "None of the seeds has a vector of \(model).")
    }
    let total = found.reduce(0) { $0 + $1.share }
    seeds = found.map { ($0.vector, $0.share / total) }
    // Ids are digests, so that any two rows are a random pair.
    let distances = (0..<Self.pairs).map { pair in
      Self.distance(units[pair % units.count].vector, units[(pair * 7 + 1) % units.count].vector)
    }.filter { $0 > 0 }.sorted()
    median = distances.isEmpty ? 1 : distances[distances.count / 2]
  }

  /// Mean distance to the seeds, in medians; 1, as of any two tracks, for a track without a vector.
  func distance(to track: TrackID) -> Double {
    guard let vector = vectors[track] else { return 1 }
    return seeds.reduce(0) { $0 + $1.share * Self.distance($1.vector, vector) } / median
  }

  /// The nearest of `tracks`; of all, where there are none to choose from.
  func nearest(_ count: Int, among tracks: Set<String>?) -> [TrackID] {
    let ranked = vectors.keys.filter { tracks?.contains($0.description) ?? true }
      .map { (track: $0, distance: distance(to: $0)) }
      .sorted { ($0.distance, $0.track.description) < ($1.distance, $1.track.description) }
    return ranked.prefix(count).map(\.track)
  }

  private static func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }

  private static func distance(_ a: [Float], _ b: [Float]) -> Double {
    let square = zip(a, b).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return Double(square).squareRoot()
  }
}
