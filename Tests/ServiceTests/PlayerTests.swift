import Catalogue
import Foundation
import HTTPTypes
import Ladder
import Sound
import Tagging
import TestLibrary
import TestSignals
import Testing

@testable import Service

@Suite("Players that browse and play by OpenSubsonic")
struct PlayerTests {
  private static func id(_ number: UInt8) -> String { Records.trackID(number).description }
  private static let who = "u=a&p=b&f=json"

  /// The answer's own element, or its error's code as `["code": …]`.
  private static func ask(
    _ visitor: Visitor, _ method: String, _ query: String = "", _ element: String? = nil
  ) async throws -> [String: Any] {
    let reply = try await visitor.ask("/rest/\(method)?\(who)&\(query)")
    let answer = reply.object["subsonic-response"] as? [String: Any] ?? [:]
    if let error = answer["error"] as? [String: Any] { return error }
    return element.map { answer[$0] as? [String: Any] ?? [:] } ?? answer
  }

  private static func list(_ node: [String: Any], _ name: String) -> [[String: Any]] {
    node[name] as? [[String: Any]] ?? []
  }

  private static func names(_ node: [String: Any], _ list: String) -> [String] {
    Self.list(node, list).compactMap { ($0["name"] ?? $0["title"]) as? String }
  }

  /// Three albums of two artists, and a track without tags.
  private static func library() throws -> Served {
    let served = try Served(tracks: nil)
    func add(_ number: UInt8, _ artist: String, _ album: String, _ year: String) throws {
      var tags = Records.tags(
        title: "Title \(number)", artists: [artist], album: album, genres: ["Jazz"])
      tags["DATE"] = [year]
      tags["TRACKNUMBER"] = ["\(10 - number)"]
      let stamp = FileStamp(
        size: 1000, modified: 1, changed: Int(number) * 1_000_000_000, inode: 1, device: 1)
      try served.add(number, tags: tags, stamp: stamp)
    }
    try add(1, "Bach", "Partitas", "1731")
    try add(2, "Bach", "Partitas", "1731")
    try add(3, "Amiga", "Zulu", "1989")
    try add(4, "Bach", "Air", "1720")
    try served.add(5, tags: TrackTags())
    return served
  }

  @Test("from the library to artists, albums and songs, by tags and by folders")
  func browsing() async throws {
    try await Self.library().run { visitor in
      let artists = try await Self.ask(visitor, "getArtists", "", "artists")
      let letters = Self.list(artists, "index")
      #expect(letters.compactMap { $0["name"] as? String } == ["A", "B", "U"])
      let bach = try #require(Self.list(letters[1], "artist").first)
      #expect(bach["albumCount"] as? Int == 2)
      let id = try #require(bach["id"] as? String)
      let artist = try await Self.ask(visitor, "getArtist", "id=\(id)", "artist")
      #expect(Self.names(artist, "album") == ["Partitas", "Air"])
      let album = try #require(Self.list(artist, "album").first)
      #expect(album["year"] as? Int == 1731 && album["songCount"] as? Int == 2)
      #expect(album["created"] as? String == "1970-01-01T00:00:01Z")
      let albumID = try #require(album["id"] as? String)
      let songs = Self.list(
        try await Self.ask(visitor, "getAlbum", "id=\(albumID)", "album"), "song")
      #expect(songs.compactMap { $0["title"] as? String } == ["Title 2", "Title 1"])
      let song = try #require(songs.first)
      #expect(song["parent"] as? String == albumID && song["track"] as? Int == 8)
      #expect(song["size"] as? Int == 1000 && song["suffix"] as? String == "flac")
      #expect(song["path"] as? String == "Bach/Partitas/08 Title 2.flac")
      #expect(song["discNumber"] as? Int == 1 && song["bitRate"] is Int)

      let folder = try await Self.ask(visitor, "getMusicFolders", "", "musicFolders")
      #expect(Self.names(folder, "musicFolder") == ["Music"])
      for (directory, children) in [
        ("0", ["Amiga", "Bach", "Unknown Artist"]), (id, ["Partitas", "Air"]),
        (albumID, ["Title 2", "Title 1"]),
      ] {
        let node = try await Self.ask(visitor, "getMusicDirectory", "id=\(directory)", "directory")
        #expect(Self.names(node, "child") == children)
      }
      let untagged = try await Self.ask(visitor, "getSong", "id=\(Self.id(5))", "song")
      let own = try #require(untagged["albumId"] as? String)
      #expect(try await Self.ask(visitor, "getAlbum", "id=\(own)", "album")["id"] != nil)
      let nobody = try #require(untagged["artistId"] as? String)
      #expect(
        try await Self.ask(visitor, "getArtist", "id=\(nobody)", "artist")["name"] as? String
          == "Unknown Artist")
      #expect(try await Self.ask(visitor, "getAlbum", "id=x")["code"] as? Int == 70)
    }
  }

  @Test("lists of albums in every order, and of songs")
  func lists() async throws {
    try await Self.library().run { visitor in
      for (query, expected) in [
        ("type=newest&size=2", ["Air", "Zulu"]),
        ("type=alphabeticalByName&size=2&offset=1", ["Air", "Partitas"]),
        ("type=alphabeticalByArtist", ["Zulu", "Air", "Partitas", "5.flac"]),
        ("type=byYear&fromYear=1700&toYear=1800", ["Air", "Partitas"]),
        ("type=byYear&fromYear=1800&toYear=1700", ["Partitas", "Air"]),
        ("type=byGenre&genre=JAZZ", ["Air", "Partitas", "Zulu"]),
        ("type=starred", []), ("type=recent", []),
      ] {
        let list = try await Self.ask(visitor, "getAlbumList2", query, "albumList2")
        #expect(Self.names(list, "album") == expected, "\(query)")
      }
      let random = try await Self.ask(visitor, "getAlbumList", "type=random", "albumList")
      #expect(Set(Self.names(random, "album")) == ["Air", "Partitas", "Zulu", "5.flac"])
      #expect(try await Self.ask(visitor, "getAlbumList2", "type=loudest")["code"] as? Int == 0)
      #expect(try await Self.ask(visitor, "getAlbumList2")["code"] as? Int == 10)
      let genres = Self.list(try await Self.ask(visitor, "getGenres", "", "genres"), "genre")
      #expect(genres.count == 1 && genres[0]["value"] as? String == "Jazz")
      #expect(genres[0]["songCount"] as? Int == 4 && genres[0]["albumCount"] as? Int == 3)
      var jazz: [String] = []
      for offset in [0, 2] {
        let page = try await Self.ask(
          visitor, "getSongsByGenre", "genre=Jazz&count=2&offset=\(offset)", "songsByGenre")
        jazz += Self.names(page, "song")
      }
      #expect(jazz.sorted() == (1...4).map { "Title \($0)" })
      for query in ["fromYear=1980&toYear=1990", "fromYear=1900"] {
        let some = try await Self.ask(visitor, "getRandomSongs", query, "randomSongs")
        #expect(Self.names(some, "song") == ["Title 3"], "\(query)")
      }
      let alike = try await Self.ask(
        visitor, "getSimilarSongs2", "id=\(NameID.artist("Amiga"))&count=2", "similarSongs2")
      #expect(Self.list(alike, "song").count == 2)
      for query in ["bac*", "ba*%20part*", "Bach"] {
        let found = try await Self.ask(visitor, "search3", "query=\(query)", "searchResult3")
        #expect(Self.names(found, "album").contains("Partitas"), "\(query)")
      }
    }
  }

  @Test("what is not kept is empty or refused, and every trouble comes in the envelope")
  func troubles() async throws {
    let served = try Self.library()
    try await served.run { visitor in
      let starred = try await Self.ask(visitor, "getStarred2", "", "starred2")
      #expect((starred["song"] as? [Any])?.isEmpty == true)
      #expect(try await Self.ask(visitor, "scrobble", "id=x")["status"] as? String == "ok")
      #expect(try await Self.ask(visitor, "star", "id=x")["code"] as? Int == 50)
      let user = try await Self.ask(visitor, "getUser", "username=a", "user")
      #expect(user["streamRole"] as? Bool == true && user["adminRole"] as? Bool == false)

      let unknown = try await visitor.ask("/rest/fooBar.view?\(Self.who)")
      #expect(unknown.status == 404)
      let answer = unknown.object["subsonic-response"] as? [String: Any]
      #expect((answer?["error"] as? [String: Any])?["code"] as? Int == 0)
      let form = try await visitor.ask("/rest/fooBar", .post, body: Array(Self.who.utf8))
      #expect(form.object["subsonic-response"] is [String: Any])
      for method in ["fooBar", "stream?id=x&u=a&p=b", "getCoverArt?id=x&u=a&p=b"] {
        let xml = try await visitor.ask("/rest/\(method)")
        #expect(xml.headers[.contentType]?.hasPrefix("text/xml") == true, "\(method)")
        #expect(xml.text.contains(#"status="failed""#), "\(method)")
      }
      let script = try await visitor.ask("/rest/getArtists?u=a&p=b&f=jsonp&callback=steal")
      #expect(!script.text.contains("steal") && !script.text.contains("Bach"))
    }
    let limited = try Served.settings { $0.rate = 1 }
    try await served.run(settings: limited) { visitor in
      var last = try await visitor.ask("/rest/ping?\(Self.who)")
      for _ in 0..<120 where last.status == 200 {
        last = try await visitor.ask("/rest/ping?\(Self.who)")
      }
      #expect(last.status == 429 && last.headers[.retryAfter] != nil)
      #expect(last.object["subsonic-response"] is [String: Any])
      // Who sends a form says there what the answer shall be.
      let form = try await visitor.ask(
        "/rest/ping", .post, headers: ["Content-Type": "application/x-www-form-urlencoded"],
        body: Array(Self.who.utf8))
      #expect(form.status == 429 && form.object["subsonic-response"] is [String: Any])
    }
  }

  @Test("a download is the original, by ranges too; the best rendition where that has changed")
  func originals() async throws {
    let served = try Served(tracks: nil)
    let path = served.folder.path + "/Für \"Elise\".flac"
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let stamp = try RegularFile(SourcePath(path)).stamp
    try served.add(1, path: SourcePath(path), stamp: stamp)
    try served.putRendition([1, 2, 3])
    try await served.run { visitor in
      let address = "/rest/download?\(Self.who)&id=\(Self.id(1))"
      let whole = try await visitor.ask(address)
      #expect(whole.bytes == bytes && whole.headers[.contentType] == "audio/flac")
      #expect(
        whole.headers[.contentDisposition]
          == "attachment; filename*=UTF-8''F%C3%BCr%20%22Elise%22.flac; "
          + "filename=\"F_r _Elise_.flac\"")
      let part = try await visitor.ask(address, headers: ["Range": "bytes=10-19"])
      #expect(part.status == 206 && part.bytes == Array(bytes[10..<20]))
      let raw = try await visitor.ask("/rest/stream?\(Self.who)&format=raw&id=\(Self.id(1))")
      #expect(raw.bytes == bytes)
      let wanted = "/rest/stream?\(Self.who)&maxBitRate=96&id=\(Self.id(1))"
      #expect(try await visitor.ask(wanted).bytes == [1, 2, 3])

      try Data(bytes + [0]).write(to: URL(fileURLWithPath: path))
      let changed = try await visitor.ask(address + "&maxBitRate=96")
      #expect(changed.bytes == [1, 2, 3])
      #expect(changed.headers[.contentDisposition] == "attachment; filename=\"Title 1.ogg\"")
    }
  }
}
