import Catalogue
import Crypto
import Foundation
import Sound
import TestLibrary
import Testing

@testable import Service

@Suite("OpenSubsonic")
struct SubsonicTests {
  private static func id(_ number: UInt8) -> String { Records.trackID(number).description }

  private static func answer(_ reply: Visitor.Reply) -> [String: Any] {
    reply.object["subsonic-response"] as? [String: Any] ?? [:]
  }

  @Test("ping and the extensions answer in XML and in JSON, with and without .view")
  func shapes() async throws {
    try await Served().run { visitor in
      let xml = try await visitor.ask("/rest/ping.view?u=a&p=b&v=1.16.1&c=test")
      #expect(
        xml.text.contains(#"<subsonic-response xmlns="http://subsonic.org/restapi" status="ok""#))
      #expect(xml.text.contains(#"openSubsonic="true""#))
      let json = Self.answer(try await visitor.ask("/rest/getOpenSubsonicExtensions?f=json"))
      let list = try #require(json["openSubsonicExtensions"] as? [[String: Any]])
      let sonic = try #require(list.first { $0["name"] as? String == "sonicSimilarity" })
      #expect(sonic["versions"] as? [Int] == [1])
    }
  }

  @Test("similar tracks come best first, and a path begins and ends with the two songs")
  func sonic() async throws {
    try await Served(tracks: 1...9).run { visitor in
      let similar = Self.answer(
        try await visitor.ask(
          "/rest/getSonicSimilarTracks?u=a&p=b&f=json&count=3&id=\(Self.id(1))"))
      let matches = try #require(similar["sonicMatch"] as? [[String: Any]])
      let ids = matches.compactMap { ($0["entry"] as? [String: Any])?["id"] as? String }
      #expect(ids == [Self.id(2), Self.id(3), Self.id(4)])
      let values = matches.compactMap { $0["similarity"] as? Double }
      #expect(values == values.sorted(by: >) && values.allSatisfy { (0...1).contains($0) })

      let path = Self.answer(
        try await visitor.ask(
          "/rest/findSonicPath?u=a&p=b&f=json&count=5&startSongId=\(Self.id(1))&endSongId=\(Self.id(9))"
        ))
      let steps = (path["sonicMatch"] as? [[String: Any]] ?? []).compactMap {
        ($0["entry"] as? [String: Any])?["id"] as? String
      }
      #expect(steps.first == Self.id(1) && steps.last == Self.id(9))
      #expect(steps.count == 5 && Set(steps).count == 5)
      let missing = Self.answer(try await visitor.ask("/rest/getSong?u=a&p=b&f=json&id=x"))
      #expect(missing["status"] as? String == "failed")
      #expect((missing["error"] as? [String: Any])?["code"] as? Int == 70)
    }
  }

  @Test("token and salt count for tokens made for players alone; keys count for all")
  func access() async throws {
    let served = try Served()
    let player = try served.token([.read, .stream], forPlayers: true)
    let script = try served.token([.read])
    func proof(_ made: TokenOffice.Made) -> String {
      let sum = TokenSecret.hex(Insecure.MD5.hash(data: Array((made.secret + "salt").utf8)))
      return "u=\(made.id)&t=\(sum)&s=salt&f=json"
    }
    let signs = [
      (proof(player), 0), (proof(script), 41), ("apiKey=\(script.bearer)&f=json", 0),
      ("apiKey=nonsense&f=json", 44), ("u=\(player.id)&p=\(player.secret)&f=json", 0),
      ("u=\(player.id)&p=wrong&f=json", 40), ("f=json", 10),
      ("apiKey=\(script.bearer)&u=x&f=json", 43), ("u=nobody&t=0&s=salt&f=json", 40),
    ]
    try await served.run { visitor in
      for (query, code) in signs {
        let answer = Self.answer(try await visitor.ask("/rest/ping?\(query)"))
        let error = (answer["error"] as? [String: Any])?["code"] as? Int ?? 0
        #expect(error == code, "\(query)")
      }
      for (query, name) in [("t=0", "s"), ("s=salt", "t"), ("", "t")] {
        let answer = try await visitor.ask("/rest/ping?u=\(player.id)&\(query)")
        #expect(answer.text.contains("parameter \(name) is missing"), "\(query)")
      }
      let info = Self.answer(
        try await visitor.ask("/rest/tokenInfo?apiKey=\(script.bearer)&f=json"))
      #expect((info["tokenInfo"] as? [String: Any])?["username"] as? String == script.id)
      let refused = Self.answer(
        try await visitor.ask("/rest/stream?id=\(Self.id(1))&apiKey=\(script.bearer)&f=json"))
      #expect((refused["error"] as? [String: Any])?["code"] as? Int == 50)
    }
  }

  @Test("text that XML has no place for does not break the answer")
  func escaping() {
    let node = SubsonicNode([("title", .text("a<b>&\"\u{1}c\n"))])
    var text = ""
    node.writeXML("song", to: &text)
    #expect(text == #"<song title="a&lt;b&gt;&amp;&quot;c&#10;"/>"#)
  }
}
