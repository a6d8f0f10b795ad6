import Ingestion
import Retrieval
import Sound
import Tagging
import TestLibrary
import Testing

@testable import Catalogue
@testable import Service
@testable import Similarity

@Suite("The shelf, kept close behind the catalogue")
struct ShelfTests {
  private static func card(_ number: UInt8, artists: [String], genre: String) -> TrackCard {
    var card = TrackCard(
      track: Records.trackID(number), duration: Double(number), title: "Title \(number)",
      artists: artists, album: "Album \(number / 10)", albumKey: "Album \(number / 10)",
      genres: [genre], descriptors: ["energy": Double(number) / 255])
    card.bpm = 60 + Double(number)
    card.analysisVersion = 1
    return card
  }

  private static let cards = (UInt8(0)..<250).map {
    card($0, artists: ["Artist \($0 % 7)"], genre: $0 % 2 == 0 ? "Jazz" : "Folk")
  }

  private static func changes(
    _ cards: [TrackCard], removed: [TrackID] = [], sequence: Int = 9
  ) -> Catalogue.Changes {
    var changes = Catalogue.Changes()
    (changes.cards, changes.removed, changes.sequence) = (cards, removed, sequence)
    return changes
  }

  @Test("one changed and one new track leave the shelf as if all had been read anew")
  func little() throws {
    let old = Shelf(cards: Self.cards, places: Neighbourhood(), sequence: 1)
    let moved = Self.card(70, artists: ["Artist 1", "Nobody before"], genre: "Techno")
    let added = Self.card(251, artists: ["Artist 0"], genre: "Folk")
    let shelf = old.applying(Self.changes([moved, added]), Neighbourhood())
    var all = Self.cards
    all[70] = moved
    let anew = Shelf(cards: all + [added], places: Neighbourhood(), sequence: 9)
    #expect(shelf.cards == anew.cards && shelf.sequence == 9)
    #expect(shelf.artists == anew.artists && shelf.albums == anew.albums)
    #expect(shelf.genres == anew.genres && shelf.albumIDs == anew.albumIDs)
    #expect(shelf.lists.byName == anew.lists.byName)
    for query in ["title 70", "artist:nobody", "genre:techno", "title 251"] {
      #expect(shelf.search(SearchQuery(query)) == anew.search(SearchQuery(query)), "\(query)")
    }
    let bounds = try #require(try Tunables(QueryItems("min_tempo=130&max_energy=0.999")))
    let (some, other) = (bounds.admitted(shelf.columns), bounds.admitted(anew.columns))
    #expect(some?.count == other?.count && some?.holds(250) == other?.holds(250))
    #expect(shelf.row(added.track.description.utf8) == 250)
    #expect(shelf.features.map(\.tempo) == anew.features.map(\.tempo))
    #expect(shelf.revisions[70] == 9 && shelf.revisions[250] == 9 && shelf.revisions[69] == 0)
    // What answers meanwhile is untouched.
    #expect(old.cards == Self.cards.map(\.rounded) && old.genres["techno"] == nil)
  }

  @Test("the last track of an artist that gets another takes the artist along")
  func lastOfGroup() {
    let lonely = Self.card(1, artists: ["Lonely"], genre: "Solo")
    let old = Shelf(
      cards: Self.cards.dropFirst(2) + [lonely], places: Neighbourhood(), sequence: 1)
    let renamed = Self.card(1, artists: ["Artist 3"], genre: "Jazz")
    let shelf = old.applying(Self.changes([renamed]), Neighbourhood())
    #expect(old.artists[NameID.artist("Lonely")]?.rows == [248])
    #expect(shelf.artists[NameID.artist("Lonely")] == nil && shelf.genres["solo"] == nil)
    #expect(shelf.artists[NameID.artist("Artist 3")]?.rows.last == 248)
  }

  @Test("percentiles are everybody's again once a hundredth of the tracks has changed")
  func percentiles() {
    let old = Shelf(cards: Self.cards, places: Neighbourhood(), sequence: 1)
    func fast(_ number: UInt8) -> TrackCard {
      var card = Self.cards[Int(number)]
      card.bpm = 400 + Double(number)
      return card
    }
    let one = old.applying(Self.changes([fast(0)]), Neighbourhood())
    #expect(one.features[0].percentiles[0] == 1000)
    #expect(one.features[100].percentiles == old.features[100].percentiles)
    let three = one.applying(Self.changes([fast(1), fast(2)], sequence: 10), Neighbourhood())
    #expect(three.features[100].percentiles[0] < old.features[100].percentiles[0])
    #expect(three.revisions[0] == 9 && three.revisions[1] == 10 && three.revisions[3] == 0)
  }

  @Test("tracks that went are gone from everywhere, and the rows behind them move up")
  func removed() {
    let old = Shelf(cards: Self.cards, places: Neighbourhood(), sequence: 1)
    let shelf = old.applying(Self.changes([], removed: [Self.cards[5].track]), Neighbourhood())
    #expect(shelf.row(Self.cards[5].track.description.utf8) == nil)
    #expect(shelf.row(Self.cards[6].track.description.utf8) == 5)
    #expect(shelf.artists[NameID.artist("Artist 6")]?.rows.first == 5)
  }

  @Test(
    "a search among chosen rows finds those rows' tracks, whatever came, went or was written anew")
  func choices() throws {
    let point = { (number: Int) in
      try Embedding(
        vector: Records.embedding([Float(number) / 300, 0.5]).vector, version: SpaceVersion.current)
    }
    let rows = try Self.cards.enumerated().map {
      (id: $1.track.description, embedding: try point($0))
    }
    var places = Neighbourhood(try IndexBuilder.build(rows))
    func expectFound(_ shelf: Shelf, _ row: Int) throws {
      var marks = [UInt8](repeating: 0, count: shelf.cards.count)
      marks[row] = 1
      let found = shelf.list(
        near: NeighbourQuery(try point(3)), by: ListRules(), among: RowMask(marks: marks))
      #expect(found.map(\.id) == [shelf.cards[row].track.description])
    }
    var shelf = Shelf(cards: Self.cards, places: places, sequence: 1)
    for row in [0, 77, 249] { try expectFound(shelf, row) }
    let added = Self.card(251, artists: ["Artist 0"], genre: "Folk")
    places.update(added.track.description, to: try point(251))
    shelf = shelf.applying(Self.changes([added]), places)
    for row in [0, 77, 250] { try expectFound(shelf, row) }
    places.remove(Self.cards[5].track.description)
    shelf = shelf.applying(Self.changes([], removed: [Self.cards[5].track]), places)
    for row in [0, 4, 5, 77, 249] { try expectFound(shelf, row) }
    shelf = shelf.moving(to: Neighbourhood(try IndexBuilder.build(places.rows)))
    for row in [0, 4, 5, 77, 249] { try expectFound(shelf, row) }
  }

  @Test("tags that change are answered anew, and not before")
  func headings() async throws {
    let served = try Served()
    let id = Records.trackID(1).description
    @Sendable func retag(_ date: String) throws {
      var tags = Records.tags(title: "Title 1")
      tags["DATE"] = [date]
      try served.library.catalogue.record(
        Records.source("/music/1.flac", track: 1, digest: "d1"),
        track: Records.track(1, tags: tags), derivatives: Records.derivatives(track: 1))
    }
    try retag("1999")
    try await served.run { visitor in
      func date() async throws -> String? {
        let album = try await visitor.ask("/v1/tracks/\(id)").object["album"] as? [String: Any]
        return album?["release_date"] as? String
      }
      #expect(try await date() == "1999")
      #expect(try await date() == "1999")
      try retag("2001-02")
      try await visitor.server.house.keeper.refresh()
      #expect(try await date() == "2001-02")
    }
  }
}
