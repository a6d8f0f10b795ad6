/// All tracks' places: an index as it was written, and what has changed since.
///
/// A value: copy it to search while another copy changes. Tracks that came or moved since lie in a small
/// list of their own that is searched exactly; those that went are passed over.
public struct Neighbourhood: Sendable {
  /// What was written; nil without any.
  let image: IndexImage?
  /// What came or moved since.
  private var fresh = NeighbourIndex()
  /// Rows of the image that went or moved.
  private var gone: Set<Int> = []

  public init(_ image: IndexImage? = nil) { self.image = image }

  /// Tracks that may answer.
  public struct Admitted: Sendable {
    let rows: RowSet?
    let fresh: Set<String>
    /// How many there are.
    public let count: Int
  }

  public var count: Int { (image?.count ?? 0) - gone.count + fresh.count }
  public var isEmpty: Bool { count == 0 }
  /// Changes since the index was written, each a track.
  public var changes: Int { gone.count + fresh.count }
  /// What the index knows of its catalogue.
  public var stamp: IndexStamp? { image?.stamp }

  public func holds(_ id: String) -> Bool { fresh.row(of: id) != nil || row(of: id) != nil }

  /// The point of a track; nil if it is not here.
  public func embedding(of id: String) -> Embedding? {
    if let point = fresh.embedding(of: id) { return point }
    return row(of: id).flatMap { image?.embedding($0) }
  }

  /// Adds a track, or moves it if it is here; the next search finds it: O(log n).
  public mutating func update(_ id: String, to embedding: Embedding) {
    if let row = row(of: id) { gone.insert(row) }
    fresh.update(id, to: embedding)
  }

  /// Takes a track out; false if it was not here: O(log n).
  @discardableResult
  public mutating func remove(_ id: String) -> Bool {
    if let row = row(of: id) {
      gone.insert(row)
      return true
    }
    return fresh.remove(id)
  }

  /// Every track and its place, in the order in which an index is written: rows keep theirs.
  public var rows: [(id: String, embedding: Embedding)] {
    let old = (0..<(image?.count ?? 0)).filter { !gone.contains($0) }.compactMap { row in
      image.map { (id: $0.id(row), embedding: $0.embedding(row)) }
    }
    return old
      + fresh.ids.sorted().compactMap { id in
        fresh.embedding(of: id).map { (id: id, embedding: $0) }
      }
  }

  /// Which of `ids` are here, made ready for a search among them: O(m log n).
  public func admitted(_ ids: some Sequence<String>) -> Admitted {
    var (rows, fresh): ([UInt32], Set<String>) = ([], [])
    for id in ids {
      if self.fresh.row(of: id) != nil {
        fresh.insert(id)
      } else if let row = row(of: id) {
        rows.append(UInt32(row))
      }
    }
    return admitted(rows, fresh: fresh)
  }

  /// Rows of the image, and tracks that came or moved since; those that went may be among them.
  func admitted(_ rows: [UInt32], fresh: Set<String>) -> Admitted {
    let set = image.map { RowSet(rows, of: $0.count) }
    let left = set.map { set in gone.count { set.contains(UInt32($0)) } } ?? 0
    return Admitted(rows: set, fresh: fresh, count: (set?.rows.count ?? 0) - left + fresh.count)
  }

  /// Tracks that came or moved since the index was written.
  var freshIDs: [String] { fresh.ids }

  /// The nearest tracks to `query`, equals by id.
  ///
  /// - Parameters:
  ///   - query: the wanted and the unwanted.
  ///   - limit: the most to answer; 0 or less gives none.
  ///   - admitted: who may answer; nil for all. Never fewer than exist.
  ///   - sight: how many rows a walk through the graph keeps in sight, more in a larger collection; nil
  ///     compares with every row, and is exact. Without a graph, and among few, the answer is exact anyway.
  /// - Returns: nearest first.
  public func nearest(
    to query: NeighbourQuery, limit: Int, among admitted: Admitted? = nil,
    sight: Int? = IndexImage.sight
  ) -> [Neighbour] {
    guard limit > 0, !isEmpty, let point = PointQuery(query) else { return [] }
    var found = fresh.nearest(
      to: query, limit: limit,
      where: { row in admitted.map { $0.fresh.contains(fresh.ids[row]) } ?? true })
    if let image {
      let excluded = Set(query.excluded.compactMap { image.row(of: $0) })
      found += image.nearest(
        to: point, limit: limit, among: admitted?.rows, gone: gone, excluded: excluded,
        sight: sight
      ).map {
        Neighbour(id: image.id($0.row), row: $0.row, distance: $0.distance, rank: $0.rank)
      }
    }
    found.sort { $0.rank != $1.rank ? $0.rank < $1.rank : $0.id < $1.id }
    return Array(found.prefix(limit))
  }

  /// Each family's share of why a track is among the neighbours of `query`: the mean over its
  /// seeds; nil if the track is not here.
  public func shares(of id: String, for query: NeighbourQuery) -> FamilyShares? {
    embedding(of: id).flatMap(query.shares)
  }

  /// What the index noted of how densely tracks stand around one; nil where it did not.
  func writtenSpread(of id: String) -> Double? { row(of: id).flatMap { image?.spread($0) } }

  /// The same of what a search found; nil also where its row is not the image's.
  func writtenSpread(of found: Neighbour) -> Double? {
    guard let image, found.row < image.count, !gone.contains(found.row),
      image.id(found.row) == found.id
    else { return nil }
    return image.spread(found.row)
  }

  /// The row of the image that still stands for a track.
  private func row(of id: String) -> Int? {
    guard let row = image?.row(of: id), !gone.contains(row) else { return nil }
    return row
  }
}
