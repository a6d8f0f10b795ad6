import Catalogue
import Retrieval
import Similarity
import Sound

extension Shelf {
  /// The list that the rules make of the tracks near to a query: the command's own, asked in memory.
  ///
  /// - Parameters:
  ///   - query: the wanted and the unwanted.
  ///   - rules: how the list is made; which recordings it leaves out is set here.
  ///   - copies: whether every copy of a recording may answer, the query's own too.
  ///   - isExact: whether every track is compared.
  ///   - adding: what is added to a row's rank, in distances.
  ///   - chosen: the rows that may be answered, where they are known; nil for all.
  ///   - admits: which rows may be answered, where each has to be asked; nil for all.
  /// - Returns: best first; fewer than the rules' limit only where there are no more.
  func list(
    near query: NeighbourQuery, by rules: ListRules, copies: Bool = false, isExact: Bool = false,
    adding: ((Int) -> Double)? = nil, among chosen: RowMask? = nil,
    where admits: ((Int) -> Bool)? = nil
  ) -> [Neighbour] {
    var rules = rules
    if !copies { rules.left = Set(query.excluded.compactMap { card($0)?.recording }) }
    if adding != nil { rules.looksFar = true }
    var among = chosen.map(places(of:))
    return rules.list(
      in: places,
      nearest: { count in
        if among == nil, let admits {
          if let found = firstAdmitted(query, count, isExact, admits) { return found }
          among = places(of: RowMask(marks: cards.indices.map { admits($0) ? 1 : 0 }))
        }
        return places.nearest(to: query, limit: count, among: among, sight: Self.sight(isExact))
      },
      adding: { neighbour in
        guard let adding, let row = row(neighbour.id.utf8) else { return 0 }
        return adding(row)
      },
      heading: { neighbour in
        guard let row = row(neighbour.id.utf8) else { return ListRules.Heading() }
        let card = cards[row]
        return ListRules.Heading(
          artist: rules.artistLimit == nil ? nil : card.artists.first?.lowercased(),
          album: card.albumKey, recording: copies ? nil : card.recording)
      })
  }

  /// The nearest that are admitted, where enough of the nearest of all are.
  ///
  /// Most conditions are met by some of those, and to ask every track of a large library takes a hundred times as
  /// long.
  private func firstAdmitted(
    _ query: NeighbourQuery, _ count: Int, _ isExact: Bool, _ admits: (Int) -> Bool
  ) -> [Neighbour]? {
    var reach = max(100, 2 * count)
    while reach * 8 < places.count {
      let near = places.nearest(to: query, limit: reach, sight: Self.sight(isExact))
      let found = near.filter { row($0.id.utf8).map(admits) ?? false }
      if found.count >= count { return Array(found.prefix(count)) }
      // As far as those seen promise, and half as far again: a search costs what it reaches.
      let wanted = 1.5 * Double(count) / Double(max(1, found.count))
      reach = Int(Double(reach) * min(max(2, wanted), 8))
    }
    return nil
  }

  /// Rows in sight of a search; nil for all.
  private static func sight(_ isExact: Bool) -> Int? { isExact ? nil : IndexImage.sight }
}
