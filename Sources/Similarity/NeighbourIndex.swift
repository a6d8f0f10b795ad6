/// Every track's point in one flat matrix, searched exactly.
///
/// A value: copy it to search while another copy changes. Rows are numbered without gaps; a removal
/// moves the last row into the hole.
public struct NeighbourIndex: Sendable {
  /// Row by row.
  private(set) var matrix: [Float] = []
  public private(set) var ids: [String] = []
  private var rows: [String: Int] = [:]

  public init() {}

  public var count: Int { ids.count }
  public var isEmpty: Bool { ids.isEmpty }

  /// Makes room for `count` tracks at once.
  public mutating func reserveCapacity(_ count: Int) {
    matrix.reserveCapacity(count * Embedding.dimensions)
    ids.reserveCapacity(count)
    rows.reserveCapacity(count)
  }

  /// The row of a track; nil if it is not here.
  public func row(of id: String) -> Int? { rows[id] }

  /// The point of a track; nil if it is not here.
  public func embedding(of id: String) -> Embedding? {
    guard let row = rows[id] else { return nil }
    let start = row * Embedding.dimensions
    return try? Embedding(
      vector: Array(matrix[start..<start + Embedding.dimensions]), version: SpaceVersion.current)
  }

  /// Adds a track, or moves it if it is here: O(1), amortised.
  public mutating func update(_ id: String, to embedding: Embedding) {
    if let row = rows[id] {
      let start = row * Embedding.dimensions
      matrix.replaceSubrange(start..<start + Embedding.dimensions, with: embedding.vector)
    } else {
      rows[id] = ids.count
      ids.append(id)
      matrix += embedding.vector
    }
  }

  /// Takes a track out; false if it was not here: O(1).
  @discardableResult
  public mutating func remove(_ id: String) -> Bool {
    guard let row = rows.removeValue(forKey: id) else { return false }
    let last = ids.count - 1
    if row != last {
      let (start, end) = (row * Embedding.dimensions, last * Embedding.dimensions)
      for i in 0..<Embedding.dimensions { matrix[start + i] = matrix[end + i] }
      ids[row] = ids[last]
      rows[ids[row]] = row
    }
    ids.removeLast()
    matrix.removeLast(Embedding.dimensions)
    return true
  }
}
