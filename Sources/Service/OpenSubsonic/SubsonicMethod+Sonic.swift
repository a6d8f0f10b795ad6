import Catalogue
import Hummingbird
import Retrieval
import Similarity
import Sound

extension SubsonicMethod {
  /// What sounds alike.
  static let sonic: [SubsonicMethod] = [
    SubsonicMethod("getSonicSimilarTracks") { call in
      let id = try call.required("id")
      guard call.shelf.card(id) != nil else { throw SubsonicError.notFound }
      let count = call.count("count", or: 10, most: 500)
      var matches: [(id: String, similarity: Double)] = []
      if let place = call.shelf.places.embedding(of: id), count > 0 {
        matches = near(NeighbourQuery(place, excluded: [id]), count, call.shelf)
          .map { ($0.id, $0.similarity) }
      }
      return try answer(call, matches)
    },
    SubsonicMethod("findSonicPath") { try path($0) },
    SubsonicMethod("getSimilarSongs") { call in
      call.answer("similarSongs", ["song": try call.nodes.songs(similar(call))])
    },
    SubsonicMethod("getSimilarSongs2") { call in
      call.answer("similarSongs2", ["song": try call.nodes.songs(similar(call))])
    },
  ]

  /// Places that stand for an album or an artist at most, as for a seed of recommendations: the search costs as
  /// many scans.
  private static let placesPerSeed = 5

  /// Rows of what is like a song, an album or an artist.
  private static func similar(_ call: SubsonicCall) throws -> [Int] {
    let shelf = call.shelf
    let id = try call.required("id")
    var (rows, excluded): ([Int], [Int])
    if let row = shelf.row(id.utf8) {
      (rows, excluded) = ([row], [row])
    } else if let album = shelf.albums[id] {
      (rows, excluded) = (album.rows, album.rows)
    } else if let artist = shelf.artists[id] {
      (rows, excluded) = (artist.rows, [])
    } else {
      throw SubsonicError.notFound
    }
    if rows.count > placesPerSeed {
      rows = (0..<placesPerSeed).map { [rows] in rows[$0 * rows.count / placesPerSeed] }
    }
    let seeds = rows.compactMap { row in
      shelf.places.embedding(of: shelf.cards[row].track.description).map {
        NeighbourQuery.Seed($0)
      }
    }
    let count = call.count("count", or: 50, most: 500)
    guard !seeds.isEmpty, count > 0 else { return [] }
    let query = NeighbourQuery(
      seeds: seeds, excluded: Set(excluded.map { shelf.cards[$0].track.description }))
    return near(query, count, shelf).compactMap { shelf.row($0.id.utf8) }
  }

  private static func near(_ query: NeighbourQuery, _ count: Int, _ shelf: Shelf) -> [Neighbour] {
    var rules = ListRules()
    rules.limit = count
    return shelf.list(near: query, by: rules)
  }

  /// From the first song to the last; what is said of each is its likeness to the first.
  private static func path(_ call: SubsonicCall) throws -> Response {
    let shelf = call.shelf
    let (from, to) = (try call.required("startSongId"), try call.required("endSongId"))
    guard shelf.card(from) != nil, shelf.card(to) != nil else { throw SubsonicError.notFound }
    let count = max(2, call.count("count", or: 25, most: 200))
    guard let first = TrackID(from), let last = TrackID(to),
      let start = shelf.places.embedding(of: from), shelf.places.holds(to)
    else { throw SubsonicError.notFound }
    var journey = SonicPath(from: first, to: last)
    journey.length = count
    journey.recording = { shelf.card($0.description)?.recording }
    let stops = try journey.run(in: call.house.library, call.house.keeper.index).stops
    return try answer(
      call,
      stops.map { stop in
        let id = stop.track.id.description
        let place = shelf.places.embedding(of: id)
        return (
          id: id,
          similarity: place.map { Likeness.similarity(atDistance: start.distance(to: $0)) } ?? -1
        )
      })
  }

  private static func answer(
    _ call: SubsonicCall, _ matches: [(id: String, similarity: Double)]
  ) throws -> Response {
    let known = matches.compactMap { match in
      call.shelf.row(match.id.utf8).map { (row: $0, similarity: match.similarity) }
    }
    let songs = try call.nodes.songs(known.map(\.row))
    let found = zip(songs, known).map { song, match in
      SubsonicNode([("similarity", .number(match.similarity))], children: [("entry", song)])
    }
    return call.answer(SubsonicNode(lists: [("sonicMatch", found)]))
  }
}
