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
  ///   - admits: which rows may be answered; nil for all.
  /// - Returns: best first; fewer than the rules' limit only where there are no more.
  func list(
    near query: NeighbourQuery, by rules: ListRules, copies: Bool = false, isExact: Bool = false,
    adding: ((Int) -> Double)? = nil, where admits: ((Int) -> Bool)? = nil
  ) -> [Neighbour] {
    var rules = rules
    if !copies { rules.left = Set(query.excluded.compactMap { card($0)?.recording }) }
    if adding != nil { rules.looksFar = true }
    var among: Neighbourhood.Admitted?
    return rules.list(
      in: places,
      nearest: { count in
        guard let admits else {
          return places.nearest(to: query, limit: count, sight: Self.sight(isExact))
        }
        if among == nil, let found = firstAdmitted(query, count, isExact, admits) { return found }
        let those = among ?? admitted(where: admits)
        among = those
        return places.nearest(to: query, limit: count, among: those, sight: Self.sight(isExact))
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

  private func admitted(where admits: (Int) -> Bool) -> Neighbourhood.Admitted {
    places.admitted(cards.indices.lazy.filter(admits).map { self.cards[$0].track.description })
  }

  /// Rows in sight of a search; nil for all.
  private static func sight(_ isExact: Bool) -> Int? { isExact ? nil : IndexImage.sight }
}
