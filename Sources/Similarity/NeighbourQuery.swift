/// What to look for: near to some points, and rather not near to others.
public struct NeighbourQuery: Sendable, Equatable {
  /// A wanted point.
  public struct Seed: Sendable, Equatable {
    public var embedding: Embedding
    /// Above 0; weights count relative to each other.
    public var weight: Double

    public init(_ embedding: Embedding, weight: Double = 1) {
      self.embedding = embedding
      self.weight = weight
    }
  }

  public var seeds: [Seed]
  /// A track nearer to one of these than to the seeds ranks behind by as much as it is nearer.
  public var unwanted: [Embedding]
  /// Tracks never answered: the queries themselves, and other copies of them.
  public var excluded: Set<String>
  /// What likeness shall rest on.
  public var weights = FamilyWeights.usual

  public init(seeds: [Seed], unwanted: [Embedding] = [], excluded: Set<String> = []) {
    self.seeds = seeds
    self.unwanted = unwanted
    self.excluded = excluded
  }

  /// One point.
  public init(_ embedding: Embedding, excluded: Set<String> = []) {
    self.init(seeds: [Seed(embedding)], excluded: excluded)
  }
}
