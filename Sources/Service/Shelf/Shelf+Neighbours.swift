import Catalogue
import Similarity
import Sound

extension Shelf {
  /// The nearest tracks, one of each recording, and none of a recording that the query leaves out a copy of.
  ///
  /// Conditions are asked of the nearest of all first: most are met by some of them, and to ask every track of a
  /// large library takes a hundred times as long.
  ///
  /// - Parameters:
  ///   - query: the wanted and the unwanted.
  ///   - limit: answers at most.
  ///   - artistLimit: answers of one artist at most; nil for any number.
  ///   - admits: which rows may be answered; nil for all.
  /// - Returns: nearest first; fewer than `limit` only where there are no more.
  func nearest(
    to query: NeighbourQuery, limit: Int, artistLimit: Int? = nil,
    where admits: ((Int) -> Bool)? = nil
  ) -> [Neighbour] {
    let left = Set(query.excluded.compactMap { card($0)?.recording })
    var reach = admits == nil && artistLimit == nil ? limit : max(100, 8 * limit)
    while reach * 8 < places.count {
      let near = places.nearest(to: query, limit: reach)
      let found = kept(near, without: left, artistLimit, admits)
      if found.count >= limit { return Array(found.prefix(limit)) }
      reach *= 8
    }
    let among = admits.map(admitted)
    while true {
      reach = min(places.count, reach)
      let near = places.nearest(to: query, limit: reach, among: among)
      let found = kept(near, without: left, artistLimit, nil)
      if found.count >= limit || near.count < reach || reach >= places.count {
        return Array(found.prefix(limit))
      }
      reach *= 8
    }
  }

  private func kept(
    _ near: [Neighbour], without left: Set<String>, _ artistLimit: Int?,
    _ admits: ((Int) -> Bool)?
  ) -> [Neighbour] {
    var (heard, artists) = (left, [String: Int]())
    return near.filter { neighbour in
      guard let row = row(neighbour.id.utf8), admits?(row) ?? true else { return false }
      let card = cards[row]
      if let recording = card.recording, !heard.insert(recording).inserted { return false }
      guard let artistLimit, let artist = card.artists.first?.lowercased() else { return true }
      artists[artist, default: 0] += 1
      return artists[artist, default: 0] <= artistLimit
    }
  }

  private func admitted(where admits: (Int) -> Bool) -> Neighbourhood.Admitted {
    places.admitted(cards.indices.lazy.filter(admits).map { self.cards[$0].track.description })
  }
}
