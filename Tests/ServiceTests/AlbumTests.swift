import Foundation
import HTTPTypes
import Ingestion
import Similarity
import Sound
import Tagging
import TestLibrary
import Testing

@testable import Catalogue
@testable import Service

@Suite("Albums and artists of the public Web API")
struct AlbumTests {
  private static func id(_ number: UInt8) -> String { Records.trackID(number).description }

  private static func tags(
    _ title: String, _ artists: [String], album: String? = "Album", _ more: [String: String] = [:]
  ) -> TrackTags {
    var tags = Records.tags(title: title, artists: artists, album: album)
    for (name, value) in more { tags[name] = [value] }
    return tags
  }

  private static func card(
    _ number: UInt8, _ artist: String, place: Int? = nil, disc: Int = 1, key: String = "Hits"
  ) -> TrackCard {
    var card = TrackCard(
      track: Records.trackID(number), duration: 1, title: "Title", artists: [artist],
      album: "Hits", albumKey: key, genres: [], descriptors: [:])
    (card.heading.number, card.heading.disc) = (place, disc)
    return card
  }

  private static func names(_ reply: Visitor.Reply, _ list: String = "items") -> [String] {
    (reply.object[list] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }

  @Test("a full album has every member, its tracks stand by disc and number, and pages follow")
  func album() async throws {
    let served = try Served(tracks: nil)
    let places = [(1, "2", "1"), (2, "1", "2/3"), (3, "1", "1/3"), (4, "1", "3/3")]
    for (number, disc, place) in places {
      var tags = Self.tags(
        "\(disc).\(place.prefix(1))", ["One"], ["DISCNUMBER": disc, "TRACKNUMBER": place])
      if number == 4 { tags["DATE"] = ["2001-02-03"] }
      if number == 3 {
        tags["DATE"] = ["20xx"]
        tags["COPYRIGHT"] = ["Somebody"]
        tags["LABEL"] = ["A label"]
      }
      try served.add(UInt8(number), tags: tags)
    }
    try await served.run { visitor in
      var albums: Set<String> = []
      for number in UInt8(1)...4 {
        let track = try await visitor.ask("/v1/tracks/\(Self.id(number))").object
        let album = try #require(track["album"] as? [String: Any])
        #expect(album["release_date"] as? String == "2001-02-03")
        albums.insert(try #require(album["id"] as? String))
      }
      let id = try #require(albums.first)
      #expect(albums.count == 1)
      let full = try await visitor.ask("/v1/albums/\(id)").object
      #expect(full["label"] as? String == "A label" && full["popularity"] as? Int == 0)
      #expect((full["copyrights"] as? [[String: String]])?.first?["text"] == "Somebody")
      #expect(full["external_ids"] is [String: Any] && full["genres"] is [Any])
      let tracks = try #require(full["tracks"] as? [String: Any])
      let names = (tracks["items"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
      #expect(names == ["1.1", "1.2", "1.3", "2.1"])
      let first = try await visitor.ask("/v1/albums/\(id)/tracks?limit=3")
      #expect(Self.names(first) == ["1.1", "1.2", "1.3"])
      let next = try #require(first.object["next"] as? String)
      let path = try #require(next.range(of: "/v1/").map { String(next[$0.lowerBound...]) })
      #expect(Self.names(try await visitor.ask(path)) == ["2.1"])
      let unknown = String(repeating: "7", count: 22)
      let several = try await visitor.ask("/v1/albums?ids=\(id),\(unknown)").object
      let list = try #require(several["albums"] as? [Any])
      #expect((list[0] as? [String: Any])?["name"] as? String == "Album" && list.count == 2)
      #expect(try await visitor.ask("/v1/albums/\(unknown)/tracks").status == 404)
    }
  }

  @Test("every id and address that a track gives out leads somewhere, as a seed too")
  func addresses() async throws {
    let served = try Served(tracks: nil)
    try served.add(1, tags: TrackTags())
    try served.add(2, tags: Self.tags("No album", ["Some\u{E9}body"], album: nil))
    try served.add(
      3, tags: Self.tags("Other", ["Some\u{65}\u{301}body"], ["ALBUMARTIST": "Various Artists"]))
    try served.add(4, tags: Self.tags("Last", ["Else"]))
    try await served.run { visitor in
      var found: [UInt8: [String: Any]] = [:]
      for number in UInt8(1)...4 {
        let track = try await visitor.ask("/v1/tracks/\(Self.id(number))").object
        let album = try #require(track["album"] as? [String: Any])
        let artists =
          (track["artists"] as? [[String: Any]] ?? [])
          + (album["artists"] as? [[String: Any]] ?? [])
        for thing in artists + [album] {
          let href = try #require(thing["href"] as? String)
          let path = try #require(href.range(of: "/v1/").map { String(href[$0.lowerBound...]) })
          let there = try await visitor.ask(path).object
          #expect(there["name"] as? String == thing["name"] as? String, "\(path)")
        }
        for artist in artists {
          let seed = try #require(artist["id"] as? String)
          let reply = try await visitor.ask("/v1/recommendations?seed_artists=\(seed)")
          #expect((reply.object["tracks"] as? [Any])?.isEmpty == false)
        }
        found[number] = (track["artists"] as? [[String: Any]])?.first
      }
      #expect(found[2]?["id"] as? String == found[3]?["id"] as? String)
      let search = try await visitor.ask("/v1/search?q=unknown+artist&type=artist,album,track")
      for kind in ["artists", "albums", "tracks"] {
        #expect((search.object[kind] as? [String: Any])?["total"] as? Int == 1, "\(kind)")
      }
    }
  }

  @Test("an artist has their albums, those that they appear on, and up to ten tracks")
  func artist() async throws {
    let served = try Served(tracks: nil)
    for number in UInt8(1)...12 {
      try served.add(number, tags: Self.tags("\(number)", ["One"], album: "Own", ["DATE": "1990"]))
    }
    try served.add(13, tags: Self.tags("Single", ["One"], album: nil))
    try served.add(
      14, tags: Self.tags("Guest", ["Two", "One"], album: "Other", ["ALBUMARTIST": "Two"]))
    let one = NameID.artist("One")
    try await served.run { visitor in
      let albums = try await visitor.ask("/v1/artists/\(one)/albums")
      #expect(Self.names(albums) == ["Own", "Single", "Other"])
      let groups = (albums.object["items"] as? [[String: Any]])?.map {
        $0["album_group"] as? String
      }
      #expect(groups == ["album", "single", "appears_on"])
      let some = try await visitor.ask(
        "/v1/artists/\(one)/albums?include_groups=single,album&limit=1")
      #expect(Self.names(some) == ["Own"] && some.object["total"] as? Int == 2)
      #expect((some.object["next"] as? String)?.contains("include_groups=single%2Calbum") == true)
      let top = try await visitor.ask("/v1/artists/\(one)/top-tracks?market=SE")
      #expect(Self.names(top, "tracks").count == 10 && Self.names(top, "tracks").first == "1")
      let several = try await visitor.ask("/v1/artists?ids=\(NameID.artist("Two")),\(one)")
      #expect(Self.names(several, "artists") == ["Two", "One"])
    }
  }

  @Test(
    "a compilation in one folder stays whole; two artists' albums of one title there are two",
    arguments: [
      // Artist and number of each track, and how many albums they make.
      ([("A", 1), ("B", 2), ("C", 3)], 1), ([("A", 1), ("A", 2), ("B", 1), ("B", 2)], 2),
      ([("A", nil), ("B", nil)], 1), ([("A", 1), ("B", 1)], 2),
      // Two discs whose tags do not say so.
      ([("A", 1), ("B", 2), ("C", 1), ("D", 2)], 1),
    ] as [([(String, Int?)], Int)])
  func titles(tracks: [(String, Int?)], count: Int) {
    let cards = tracks.enumerated().map { index, track in
      Self.card(UInt8(index), track.0, place: track.1)
    }
    let shelf = Shelf(cards: cards, places: Neighbourhood(), sequence: 1)
    #expect(shelf.albums.count == count)
    let artists = Set(shelf.albums.values.map { $0.artists })
    let expected: Set<[String]> = count == 1 ? [["Various Artists"]] : [["A"], ["B"]]
    #expect(artists == expected)
    #expect(cards.indices.allSatisfy { shelf.album(ofRow: $0)?.rows.contains($0) == true })
  }

  @Test("a track that comes turns an album into what it is with it")
  func arrival() throws {
    let others = (UInt8(10)..<210).map { Self.card($0, "Other", key: "other \($0)") }
    let old = Shelf(
      cards: others + [Self.card(1, "A", place: 2)], places: Neighbourhood(), sequence: 1)
    var changes = Catalogue.Changes()
    var second = Self.card(2, "B", place: 1)
    second.hasCover = true
    (changes.cards, changes.sequence) = ([second], 2)
    let shelf = old.applying(changes, Neighbourhood())
    let album = try #require(shelf.albums[NameID.album("Hits")])
    #expect(old.albums[album.id]?.artists == ["A"] && old.albums[album.id]?.cover == nil)
    #expect(album.artists == ["Various Artists"] && album.rows == [201, 200])
    #expect(album.cover == 201 && album.isCompilation)
    #expect(shelf.artists[NameID.artist("Various Artists")]?.rows == [200, 201])
    let anew = Shelf(
      cards: others + [Self.card(1, "A", place: 2), second], places: Neighbourhood(), sequence: 2)
    #expect(shelf.albums == anew.albums && shelf.artists == anew.artists)
  }

  @Test("a bound at a value that was answered holds its track, whatever stands behind the digits")
  func bounds() async throws {
    let served = try Served(tracks: nil)
    for (number, energy) in [(1, 0.374_51), (2, 0.374_49), (3, 0.375_4)] {
      try served.add(
        UInt8(number),
        analysis: Records.analysis(bpm: 120.000_4, energy: energy, integrated: -9.000_6))
    }
    try await served.run { visitor in
      func tracks(_ query: String) async throws -> Set<String> {
        let reply = try await visitor.ask("/api/tracks?\(query)")
        let list = reply.object["tracks"] as? [[String: Any]] ?? []
        return Set(list.compactMap { $0["track"] as? String })
      }
      let line = try await visitor.ask("/v1/audio-features/\(Self.id(1))").object
      #expect(line["energy"] as? Double == 0.375)
      #expect(try await tracks("min_energy=0.375&max_energy=0.375") == [Self.id(1), Self.id(3)])
      #expect(try await tracks("max_energy=0.37498") == [Self.id(2)])
      #expect(try await tracks("min_tempo=120&max_tempo=120").count == 3)
      #expect(try await tracks("min_loudness=-9.001&max_loudness=-9.001").count == 3)
      let seed = Self.id(2)
      for (query, count) in [
        ("min_energy=0.375&max_energy=0.375", 2), ("max_energy=0.37498", 0),
        ("max_tempo=120&min_tempo=120", 2),
      ] {
        let reply = try await visitor.ask("/v1/recommendations?seed_tracks=\(seed)&\(query)")
        #expect((reply.object["tracks"] as? [Any])?.count == count, "\(query)")
      }
    }
  }
}
