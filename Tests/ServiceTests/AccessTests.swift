import Catalogue
import Crypto
import Foundation
import HTTPTypes
import Ingestion
import Sound
import TestLibrary
import Testing

@testable import Service

@Suite("Who may ask for what")
struct AccessTests {
  private static let one = Records.trackID(1).description

  @Test(
    "without a token the server says so in the public API's words, and scopes end where they end")
  func scopes() async throws {
    let served = try Served()
    let reader = try served.token([.read])
    try await served.run { visitor in
      let nobody = try await visitor.ask("/v1/audio-features/\(Self.one)")
      #expect(nobody.status == 401)
      #expect(nobody.text == #"{"error":{"status":401,"message":"No token provided"}}"#)
      let wrong = try await visitor.ask("/v1/audio-features/\(Self.one)", token: reader.id + ".x")
      #expect(wrong.text == #"{"error":{"status":401,"message":"Invalid access token"}}"#)
      let right = try await visitor.ask("/v1/audio-features/\(Self.one)", token: reader.bearer)
      #expect(right.status == 200)
      #expect(try await visitor.ask("/metrics", token: reader.bearer).status == 403)
      let song = "/api/tracks/\(Self.one)/renditions/96"
      #expect(try await visitor.ask(song, token: reader.bearer).status == 403)
      let upload = try await visitor.ask("/api/uploads", .post, token: reader.bearer)
      #expect(upload.status == 403)
      #expect(try await visitor.ask("/health/live").status == 200)
    }
  }

  @Test("the client-credentials grant gives an access token that falls with its token")
  func grant() async throws {
    let served = try Served()
    let made = try served.token([.read])
    _ = try served.token([.read])
    let basic = Data("\(made.id):\(made.secret)".utf8).base64EncodedString()
    try await served.run { visitor in
      let form = Array("grant_type=client_credentials".utf8)
      let granted = try await visitor.ask(
        "/api/token", .post,
        headers: [
          "Authorization": "Basic \(basic)",
          "Content-Type": "application/x-www-form-urlencoded",
        ], body: form)
      #expect(granted.object["expires_in"] as? Int == 3600)
      let token = try #require(granted.object["access_token"] as? String)
      let address = "/v1/audio-features/\(Self.one)"
      #expect(try await visitor.ask(address, token: token).status == 200)
      #expect(try await visitor.ask(address, token: token + "0").status == 401)
      let wrong = try await visitor.ask(
        "/api/token", .post, headers: ["Authorization": "Basic eDp5"], body: form)
      // RFC 6749 §5.2: 401 where the client came by a scheme of authentication, else 400.
      #expect(wrong.status == 401 && wrong.object["error"] as? String == "invalid_client")
      #expect(wrong.headers[.wwwAuthenticate]?.hasPrefix("Basic") == true)
      let inForm = Array("grant_type=client_credentials&client_id=x&client_secret=y".utf8)
      let unknown = try await visitor.ask("/api/token", .post, body: inForm)
      #expect(unknown.status == 400 && unknown.object["error"] as? String == "invalid_client")
      let broken = try await visitor.ask("/api/token", .post, body: Array("grant_type=%".utf8))
      #expect(broken.status == 400 && broken.object["error"] as? String == "invalid_request")

      #expect(try TokenOffice(served.library).revoke(made.id))
      try visitor.server.house.doorkeeper.refresh(served.library)
      #expect(try await visitor.ask(address, token: token).status == 401)
      #expect(try await visitor.ask(address, token: made.bearer).status == 401)
    }
  }

  @Test("secrets are nowhere in the catalogue's files")
  func stored() throws {
    let served = try Served()
    let made = try served.token([.read], forPlayers: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: served.library.folder) {
      let path = served.library.folder + "/" + name
      let bytes = FileManager.default.contents(atPath: path) ?? Data()
      #expect(bytes.range(of: Data(made.secret.utf8)) == nil, "\(name)")
    }
  }

  @Test(
    "a server without tokens answers this machine under its own names alone, and binds to nothing else"
  )
  func open() async throws {
    let served = try Served()
    try await served.run { visitor in
      let ours = try await visitor.ask("/api/tracks")
      #expect(ours.status == 200)
      let crossed = try await visitor.ask(
        "/api/uploads", .post, headers: ["Origin": "https://example.org", "Upload-Length": "1"])
      #expect(crossed.status == 403)
    }
    for (host, isLocal) in [
      ("localhost:8080", true), ("127.0.0.1", true), ("[::1]:8080", true),
      ("127.0.0.1.example.org", false), ("example.org", false), ("", false), ("10.0.0.1", false),
    ] {
      #expect(HostRule.isLocal(host) == isLocal, "\(host)")
    }
    #expect(throws: Failure.self) { try served.server { $0.host = "0.0.0.0" } }
    _ = try served.token([.read])
    _ = try served.server { $0.host = "0.0.0.0" }
  }

  @Test("who asks too fast is told when to come back")
  func rate() async throws {
    try await Served().run(settings: try Served.settings { $0.rate = 1 }) { visitor in
      var statuses: [Int] = []
      var last: Visitor.Reply?
      // A hundred at once and one a second more: on a busy machine it takes some more asking.
      while last == nil, statuses.count < 1_000 {
        let reply = try await visitor.ask("/v1/audio-features/\(Self.one)")
        statuses.append(reply.status)
        if reply.status == 429 { last = reply }
      }
      #expect(statuses.prefix(90).allSatisfy { $0 == 200 })
      let limited = try #require(last)
      #expect(limited.text == #"{"error":{"status":429,"message":"API rate limit exceeded"}}"#)
      #expect((limited.headers[.retryAfter].flatMap { Int($0) } ?? 0) >= 1)
    }
  }

  @Test("a bucket refills at its rate and knows its callers apart")
  func bucket() {
    let limiter = RateLimiter(rate: 2)
    let start = ContinuousClock.now
    var taken = 0
    while limiter.take("a", now: start) == nil { taken += 1 }
    #expect(taken == 100)
    #expect(limiter.take("b", now: start) == nil)
    #expect(limiter.take("a", now: start + .milliseconds(400)) == 1)
    #expect(limiter.take("a", now: start + .milliseconds(600)) == nil)
  }
}
