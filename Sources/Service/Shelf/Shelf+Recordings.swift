import Catalogue
import Similarity

extension Shelf {
  /// The nearest tracks, one of each recording, and none of a recording that the query leaves out a copy of.
  ///
  /// - Parameters:
  ///   - query: the wanted and the unwanted.
  ///   - limit: answers at most.
  ///   - among: which tracks may be answered; nil for all.
  ///   - artistLimit: answers of one artist at most; nil for any number.
  /// - Returns: nearest first.
  func nearest(
    to query: NeighbourQuery, limit: Int, among: Neighbourhood.Admitted?, artistLimit: Int? = nil
  ) -> [Neighbour] {
    let left = Set(query.excluded.compactMap { card($0)?.recording })
    // Farther and farther out, until enough are left or there are no more.
    var reached = artistLimit == nil ? limit : 5 * limit
    while true {
      reached = min(places.count, reached)
      let near = places.nearest(to: query, limit: reached, among: among)
      var (heard, artists) = (left, [String: Int]())
      let kept = near.filter { neighbour in
        guard let card = card(neighbour.id) else { return false }
        if let recording = card.recording, !heard.insert(recording).inserted { return false }
        guard let artistLimit, let artist = card.artists.first?.lowercased() else { return true }
        artists[artist, default: 0] += 1
        return artists[artist, default: 0] <= artistLimit
      }
      if kept.count >= limit || near.count < reached || reached >= places.count {
        return Array(kept.prefix(limit))
      }
      reached *= 5
    }
  }
}
