import Analysis
import Foundation
import HTTPTypes
import Sound
import TestLibrary
import Testing

@testable import Catalogue
@testable import Service

@Suite("The public Web API's shapes")
struct WebAPITests {
  private static let eighteen = [
    "danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness",
    "instrumentalness", "liveness", "valence", "tempo", "type", "id", "uri", "track_href",
    "analysis_url", "duration_ms", "time_signature",
  ]

  @Test("many features come in the order of the ids, null where the library has none")
  func manyFeatures() async throws {
    let one = Records.trackID(1).description
    let two = Records.trackID(2).description
    let unknown = String(repeating: "7", count: 22)
    for slash in ["", "/"] {
      try await Served().run { visitor in
        let reply = try await visitor.ask(
          "/v1/audio-features\(slash)?ids=\(two),\(unknown),not-an-id,\(one)")
        #expect(reply.status == 200)
        let list = try #require(reply.object["audio_features"] as? [Any])
        #expect((list[0] as? [String: Any])?["id"] as? String == two)
        #expect(list[1] is NSNull)
        #expect(list[2] is NSNull)
        #expect((list[3] as? [String: Any])?["id"] as? String == one)
      }
    }
  }

  @Test("an object has all eighteen members, zeros written, and ours beside them")
  func members() async throws {
    let served = try Served()
    let silence = Records.analysis(bpm: nil, key: nil, energy: nil, integrated: nil)
    try served.add(9, analysis: silence)
    let (one, nine) = (Records.trackID(1).description, Records.trackID(9).description)
    try await served.run { visitor in
      let sound = try await visitor.ask("/v1/audio-features/\(one)").object
      for name in Self.eighteen { #expect(sound[name] != nil, "\(name)") }
      #expect(sound["tempo"] as? Double == 128)
      #expect(sound["key"] as? Int == 9)
      #expect(sound["mode"] as? Int == 0)
      #expect(sound["loudness"] as? Double == -14.2)
      #expect(sound["energy"] as? Double == 0.5)
      #expect(sound["duration_ms"] as? Int == 200_000)
      #expect(sound["tempo_confidence"] as? Double == 0.93)
      let others = sound["tempo_alternatives"] as? [[String: Double]]
      #expect(others == [["tempo": 64, "confidence": 0.05]])
      let unknown = try #require(sound["unknown"] as? [String])
      #expect(unknown.contains("acousticness") && !unknown.contains("energy"))

      let silent = try await visitor.ask("/v1/audio-features/\(nine)").object
      for name in Self.eighteen { #expect(silent[name] != nil, "\(name)") }
      #expect(silent["tempo"] as? Double == 0)
      #expect(silent["key"] as? Int == -1)
      #expect(silent["loudness"] as? Double == -60)
      #expect((silent["unknown"] as? [String])?.contains("tempo") == true)
    }
  }

  @Test("errors have the public API's exact bodies")
  func errors() async throws {
    let unknown = String(repeating: "7", count: 22)
    try await Served().run { visitor in
      let missing = try await visitor.ask("/v1/audio-analysis/\(unknown)")
      #expect(missing.status == 404)
      #expect(missing.text == #"{"error":{"status":404,"message":"analysis not found"}}"#)
      let malformed = try await visitor.ask("/v1/tracks/short")
      #expect(malformed.text == #"{"error":{"status":400,"message":"invalid id"}}"#)
      let many = Array(repeating: unknown, count: 101).joined(separator: ",")
      #expect(try await visitor.ask("/v1/audio-features?ids=\(many)").status == 400)
      let nowhere = try await visitor.ask("/v1/nowhere")
      #expect(nowhere.status == 404 && nowhere.object["error"] is [String: Any])
    }
  }

  @Test("recommendations stay within bounds, leave the seed out and count seeds of all kinds")
  func recommendations() async throws {
    let served = try Served(tracks: nil)
    for number in UInt8(1)...7 {
      try served.add(number, analysis: Records.analysis(bpm: number == 3 ? 174 : 128))
    }
    let seed = Records.trackID(1).description
    try await served.run { visitor in
      let reply = try await visitor.ask(
        "/v1/recommendations?seed_tracks=\(seed)&seed_genres=drum+and+bass&min_tempo=170&limit=5")
      let tracks = try #require(reply.object["tracks"] as? [[String: Any]])
      #expect(tracks.map { $0["id"] as? String } == [Records.trackID(3).description])
      let seeds = try #require(reply.object["seeds"] as? [[String: Any]])
      #expect(Set(seeds.compactMap { $0["type"] as? String }) == ["track", "genre"])
      #expect(seeds[0]["initialPoolSize"] as? Int == 7)
      #expect(seeds[0]["afterFilteringSize"] as? Int == 1)

      let near = try await visitor.ask("/v1/recommendations?seed_tracks=\(seed)")
      let ids = (near.object["tracks"] as? [[String: Any]])?.compactMap { $0["id"] as? String }
      #expect(ids == (2...7).map { Records.trackID(UInt8($0)).description })
      let wished = try await visitor.ask(
        "/v1/recommendations?seed_tracks=\(seed)&target_tempo=174&limit=1")
      let first = (wished.object["tracks"] as? [[String: Any]])?.first?["id"] as? String
      #expect(first == Records.trackID(3).description)

      for query in [
        "limit=5", "seed_tracks=\(seed)&min_tempo=fast", "seed_tracks=\(seed)&limit=0",
        "seed_genres=a,b,c,d,e,f", "seed_tracks=\(seed)&min_energy=2",
        "seed_tracks=\(seed)&min_tempo=100&max_tempo=90",
      ] {
        #expect(try await visitor.ask("/v1/recommendations?\(query)").status == 400, "\(query)")
      }
    }
  }

  @Test("columns admit what asking every track does, at the bounds' very ends too")
  func columns() throws {
    var cards: [TrackCard] = []
    for number in UInt8(1)...200 {
      var card = TrackCard(
        track: Records.trackID(number), duration: Double(number), title: "", artists: [],
        genres: [], descriptors: number.isMultiple(of: 7) ? [:] : ["energy": Double(number) / 200])
      card.bpm = number.isMultiple(of: 5) ? nil : 60 + Double(number) / 3
      cards.append(card)
    }
    let columns = AttributeColumns(cards)
    for query in [
      "min_tempo=80", "max_tempo=\(60 + 100.0 / 3)&min_energy=0.25",
      "min_energy=0.5&max_energy=0.5",
      "max_duration_ms=50000&min_duration_ms=50000", "min_key=0", "target_energy=0.5&max_energy=0",
    ] {
      let items = try QueryItems(query)
      let expected = cards.indices.filter { row in
        Tunables.attributes.allSatisfy { attribute in
          let least = items["min_\(attribute.name)"].flatMap(Double.init)
          let most = items["max_\(attribute.name)"].flatMap(Double.init)
          if least == nil && most == nil { return true }
          guard let value = attribute.value(cards[row]) else { return false }
          return value >= least ?? -.infinity && value <= most ?? .infinity
        }
      }
      let mask = try #require(try Tunables(items).admitted(columns))
      #expect(mask.count == expected.count, "\(query)")
      #expect(cards.indices.filter(mask.holds) == expected, "\(query)")
    }
    let wish = try QueryItems("target_tempo=90")
    #expect(try Tunables(wish).admitted(columns) == nil)
  }

  @Test("a search pages with absolute addresses until there is no next")
  func search() async throws {
    try await Served(tracks: 1...5).run { visitor in
      var found: [String] = []
      var next: String? = "/v1/search?q=title&type=track&limit=2"
      while let address = next {
        let page = try #require(
          try await visitor.ask(address).object["tracks"] as? [String: Any])
        #expect(page["total"] as? Int == 5)
        found += (page["items"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        next = (page["next"] as? String).map { text in
          #expect(text.hasPrefix("http://localhost"))
          return text.range(of: "/v1/").map { String(text[$0.lowerBound...]) } ?? ""
        }
      }
      #expect(Set(found).count == 5)
      let artists = try await visitor.ask("/v1/search?q=artist:%22Artist+1%22&type=artist,album")
      let names = (artists.object["artists"] as? [String: Any])?["items"] as? [[String: Any]]
      #expect(names?.map { $0["name"] as? String } == ["Artist 1"])
      #expect(artists.object["albums"] is [String: Any])
    }
  }

  @Test("long bodies are compressed for those who take it")
  func gzip() async throws {
    let ids = (1...30).map { Records.trackID($0).description }.joined(separator: ",")
    try await Served(tracks: 1...30).run { visitor in
      let plain = try await visitor.ask("/v1/audio-features?ids=\(ids)")
      let packed = try await visitor.ask(
        "/v1/audio-features?ids=\(ids)", headers: ["Accept-Encoding": "gzip, deflate"])
      #expect(packed.headers[.contentEncoding] == "gzip")
      #expect(Array(packed.bytes.prefix(2)) == [0x1F, 0x8B])
      #expect(packed.bytes.count * 4 < plain.bytes.count)
      let refused = try await visitor.ask(
        "/v1/audio-features?ids=\(ids)", headers: ["Accept-Encoding": "gzip;q=0"])
      #expect(refused.bytes == plain.bytes)
    }
  }

  @Test(
    "a new track is answered about, and a value its owner set stands in place of the measured one")
  func changes() async throws {
    let served = try Served()
    let four = Records.trackID(4).description
    try await served.run { visitor in
      #expect(try await visitor.ask("/v1/audio-features/\(four)").status == 404)
      try served.add(4)
      try await visitor.server.house.keeper.refresh()
      #expect(try await visitor.ask("/v1/audio-features/\(four)").object["tempo"] as? Int == 128)
      let set = try await visitor.ask(
        "/api/tracks/\(four)/overrides/tempo", .put, body: Array(#"{"value":174}"#.utf8))
      #expect(set.status == 200)
      let features = try await visitor.ask("/v1/audio-features/\(four)").object
      #expect(features["tempo"] as? Int == 174)
      #expect((features["tempo_alternatives"] as? [[String: Double]])?.first?["tempo"] == 128)
      let all = try await visitor.ask("/api/tracks/\(four)").object
      let stated = (all["overrides"] as? [String: Any])?["tempo"] as? [String: Any]
      #expect(stated?["value"] as? Int == 174 && stated?["measured"] as? Int == 128)
      // Analysed again: the word of its owner stays.
      try served.add(4, analysis: Records.analysis(bpm: 87))
      try await visitor.server.house.keeper.refresh()
      #expect(try await visitor.ask("/v1/audio-features/\(four)").object["tempo"] as? Int == 174)
      _ = try await visitor.ask("/api/tracks/\(four)/overrides/tempo", .delete)
      #expect(try await visitor.ask("/v1/audio-features/\(four)").object["tempo"] as? Int == 87)
    }
  }
}
