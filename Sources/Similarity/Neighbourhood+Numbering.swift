/// Searches among the rows of somebody's own table of tracks, without asking for names.
extension Neighbourhood {
  /// Which row of a table each row of the written index stands for: worked out once, asked by every search.
  public struct Numbering: Sendable {
    fileprivate let image: IndexImage?
    /// By row of the image; −1 for tracks that the table does not have.
    fileprivate var rows: [Int32]
  }

  /// Numbers the index by a table: O(n) look-ups, or as many as are new where `old` still holds.
  ///
  /// - Parameters:
  ///   - old: a numbering by the same table, which may have grown since but has lost no row.
  ///   - row: the table's row of a track; nil for what it does not have.
  /// - Returns: the numbering.
  public func numbering(after old: Numbering? = nil, row: (String) -> Int?) -> Numbering {
    guard let image else { return Numbering(image: nil, rows: []) }
    var numbering = Numbering(image: image, rows: Array(repeating: -1, count: image.count))
    if let old, old.image === image { numbering.rows = old.rows }
    for place in 0..<image.count where numbering.rows[place] < 0 {
      if let row = row(image.id(place)) { numbering.rows[place] = Int32(row) }
    }
    return numbering
  }

  /// Those whose rows of the table are marked, made ready for a search among them: O(n), a nanosecond each.
  ///
  /// - Parameters:
  ///   - marks: of the table's rows, 1 for who may answer and 0 for others.
  ///   - numbering: of this index, by that table.
  ///   - row: the table's row of a track; asked only of those that came since the index was written.
  /// - Returns: who may answer.
  public func admitted(
    _ marks: [UInt8], by numbering: Numbering, row: (String) -> Int?
  ) -> Admitted {
    precondition(numbering.image === image, "a numbering of this index")
    let (rows, chosen) = (numbering.rows.span, marks.span)
    // Every place is written and the next one takes its room unless it counts: no branch to guess wrong.
    var places = [UInt32](repeating: 0, count: rows.count + 1)
    var found = 0
    var room = places.mutableSpan
    for place in 0..<rows.count {
      room[found] = UInt32(truncatingIfNeeded: place)
      let row = Int(rows[place])
      if row >= 0 { found += Int(chosen[row]) }
    }
    places.removeLast(places.count - found)
    return admitted(
      places, fresh: Set(freshIDs.filter { id in row(id).map { marks[$0] == 1 } ?? false }))
  }
}
