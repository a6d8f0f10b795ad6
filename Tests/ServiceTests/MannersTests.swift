import Catalogue
import Foundation
import Glibc
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import Sound
import TestLibrary
import Testing

@testable import Service

@Suite("How requests of every kind are met")
struct MannersTests {
  private static let one = Records.trackID(1).description

  @Test("a known address asked in a wrong way says which ways there are, in its family's shape")
  func methods() async throws {
    try await Served().run { visitor in
      for (path, method, allow) in [
        ("/v1/audio-features", HTTPRequest.Method.post, "GET, HEAD, OPTIONS"),
        ("/api/uploads", .put, "OPTIONS, POST"),
        ("/api/tracks/\(Self.one)/overrides/tempo", .get, "DELETE, OPTIONS, PUT"),
        ("/", .delete, "GET, HEAD, OPTIONS"),
      ] {
        let reply = try await visitor.ask(path, method)
        #expect(reply.status == 405, "\(method) \(path)")
        #expect(reply.headers[.allow] == allow)
        #expect((reply.object["error"] as? [String: Any])?["status"] as? Int == 405)
      }
      let odd = HTTPRequest.Method("PROPFIND") ?? .get
      #expect(try await visitor.ask("/api/tracks", odd).status == 405)
      #expect(try await visitor.ask("/api/nowhere", .post).status == 404)
      let options = try await visitor.ask("/api/tracks", .options)
      #expect(options.status == 204 && options.headers[.allow] == "GET, HEAD, OPTIONS")
    }
  }

  @Test("HEAD answers wherever GET does, with the same status and no body")
  func head() async throws {
    let served = try Served()
    try served.putRendition([1, 2, 3])
    try await served.run { visitor in
      for path in [
        "/", "/health/live", "/metrics", "/v1/tracks/\(Self.one)", "/api/tracks",
        "/api/tracks/\(Self.one)/renditions/96", "/rest/ping", "/api/events", "/v1/tracks/short",
      ] {
        let reply = try await visitor.ask(path, .head)
        if path != "/api/events" {
          #expect(try await visitor.ask(path).status == reply.status, "\(path)")
        }
        #expect(reply.bytes.isEmpty, "\(path)")
      }
    }
  }

  @Test("whoever waits to be asked for the body is, unless the head alone is refused")
  func expectation() async throws {
    let served = try Served()
    let admin = try served.token([.admin, .read]).bearer
    try await served.run { visitor in
      let port = try #require(visitor.client.port)
      func send(_ token: String) async throws -> [String] {
        let head =
          "PUT /api/tracks/\(Self.one)/overrides/tempo HTTP/1.1\r\nHost: localhost\r\n"
          + "Authorization: Bearer \(token)\r\nContent-Length: 13\r\nExpect: 100-continue\r\n\r\n"
        return try await Wire.talk(port, [head, #"{"value": 87}"#])
      }
      let taken = try await send(admin)
      #expect(taken[0].hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"))
      #expect(taken[1].hasPrefix("HTTP/1.1 200 OK"))
      let refused = try await send("nobody.knows")
      #expect(refused[0].hasPrefix("HTTP/1.1 401"))
      #expect(refused[0].lowercased().contains("connection: close"))
    }
  }

  @Test("who goes away in the middle of a body is no trouble of the server's")
  func brokenOff() async throws {
    try await Served(tracks: nil).run { visitor in
      let port = try #require(visitor.client.port)
      let metrics = visitor.server.house.metrics
      for request in ["POST /api/identify", "PUT /api/files/a.flac", "POST /api/token"] {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
          .connect(host: "127.0.0.1", port: port).get()
        let head = "\(request) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\nmusic"
        try await channel.writeAndFlush(ByteBuffer(string: head))
        try await channel.close()
      }
      func count(_ status: String) -> Int {
        metrics.text.split(separator: "\n").filter {
          $0.hasPrefix("assonance_http_requests_total{") && $0.contains(status)
        }.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
      }
      for _ in 0..<12000 where count("4xx") + count("5xx") < 3 {
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(count("4xx") == 3 && count("5xx") == 0)
    }
  }

  @Test("a proxy's word counts where the proxy was named, and then its client's address does")
  func proxies() async throws {
    let none = Forwarding([])
    let one = Forwarding(["127.0.0.1", "10.0.0.9"])
    let fields = ["X-Forwarded-For": "6.6.6.6, 192.0.2.7, 10.0.0.9", "X-Forwarded-Proto": "https"]
    let served = try Served()
    let token = try served.token([.read]).bearer
    let path = "/v1/tracks/\(Self.one)"
    try await served.run { visitor in
      let reply = try await visitor.ask(path, headers: fields, token: token)
      #expect((reply.object["href"] as? String)?.hasPrefix("http://") == true)
    }
    let settings = try Served.settings {
      $0.trustedProxies = ["127.0.0.1"]
      $0.rate = 1
    }
    try await served.run(settings: settings) { visitor in
      let reply = try await visitor.ask(path, headers: fields, token: token)
      #expect((reply.object["href"] as? String)?.hasPrefix("https://") == true)
    }
    for (forwarding, header, peer, client) in [
      (none, "192.0.2.7", "127.0.0.1", "127.0.0.1"),
      (one, "6.6.6.6, 192.0.2.7, 10.0.0.9", "127.0.0.1", "192.0.2.7"),
      (one, "192.0.2.7", "::ffff:127.0.0.1", "192.0.2.7"),
      (one, "192.0.2.7", "192.0.2.1", "192.0.2.1"), (one, "nonsense", "127.0.0.1", "127.0.0.1"),
      (one, "2001:db8::5", "127.0.0.1", "2001:db8::5"), (one, "", "127.0.0.1", "127.0.0.1"),
    ] {
      #expect(forwarding.client(header: header, peer: peer) == client, "\(header) \(peer)")
    }
  }

  @Test("a server without tokens answers no machine beyond a proxy")
  func openBehindProxy() async throws {
    let settings = try Served.settings { $0.trustedProxies = ["127.0.0.1"] }
    try await Served().run(settings: settings) { visitor in
      #expect(try await visitor.ask("/api/tracks").status == 200)
      let far = try await visitor.ask("/api/tracks", headers: ["X-Forwarded-For": "192.0.2.7"])
      #expect(far.status == 403)
    }
  }

  @Test("pages of allowed sites may ask from a browser, those of others are told nothing")
  func crossOrigin() async throws {
    let served = try Served()
    let player = "https://player.example.org"
    let question = ["Origin": player, "Access-Control-Request-Method": "GET"]
    try await served.run { visitor in
      let reply = try await visitor.ask("/v1/tracks/\(Self.one)", .options, headers: question)
      #expect(reply.status == 403 && reply.headers[.accessControlAllowOrigin] == nil)
    }
    let settings = try Served.settings { $0.allowedOrigins = [player] }
    try await served.run(settings: settings) { visitor in
      let permitted = try await visitor.ask("/v1/tracks/\(Self.one)", .options, headers: question)
      #expect(permitted.status == 204)
      #expect(permitted.headers[.accessControlAllowOrigin] == player)
      #expect(permitted.headers[.vary] == "Origin")
      #expect(permitted.headers[.accessControlAllowHeaders]?.contains("Authorization") == true)
      let got = try await visitor.ask("/v1/tracks/\(Self.one)", headers: ["Origin": player])
      #expect(got.status == 200 && got.headers[.accessControlAllowOrigin] == player)
      #expect(got.headers[.vary]?.contains("Origin") == true)
      let other = try await visitor.ask(
        "/v1/tracks/\(Self.one)", headers: ["Origin": "https://evil.example.org"])
      #expect(other.status == 403 && other.headers[.accessControlAllowOrigin] == nil)
    }
    // All pages: only where a token is asked for.
    let all = try Served.settings { $0.allowedOrigins = ["*"] }
    try await served.run(settings: all) { visitor in
      let evil = ["Origin": "https://evil.example.org"]
      let reply = try await visitor.ask("/api/tracks", headers: evil)
      #expect(reply.status == 403)
    }
    let token = try served.token([.read]).bearer
    try await served.run(settings: all) { visitor in
      let reply = try await visitor.ask("/api/tracks", headers: ["Origin": player], token: token)
      #expect(reply.status == 200 && reply.headers[.accessControlAllowOrigin] == "*")
    }
  }
}

/// Words on a bare connection, for what clients do not do by themselves.
enum Wire {
  /// Sends each text once the one before was answered.
  ///
  /// - Returns: what came after each; a connection that was closed answers nothing more.
  static func talk(_ port: Int, _ texts: [String]) async throws -> [String] {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var answers: [String] = []
      var iterator = inbound.makeAsyncIterator()
      for text in texts {
        do { try await outbound.write(ByteBuffer(string: text)) } catch { break }
        guard let answer = try await iterator.next() else { break }
        answers.append(String(buffer: answer))
      }
      return answers
    }
  }

  /// Sends a text and takes everything until the connection ends.
  ///
  /// A client that `isHalf` says then that it will send nothing more. The `pause` is taken after the first piece; by
  /// one that `isSteady`, after every piece. `onFirst` is called with the first.
  static func whole(
    _ port: Int, _ text: String, isHalf: Bool = false, pause: Duration = .zero,
    isSteady: Bool = false, onFirst: @Sendable () -> Void = {}
  ) async throws -> [UInt8] {
    let channel = try await connection(port)
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      if isHalf { outbound.finish() }
      var bytes: [UInt8] = []
      do {
        for try await buffer in inbound {
          if bytes.isEmpty { onFirst() }
          if isSteady || bytes.isEmpty { try await Task.sleep(for: pause) }
          bytes += buffer.readableBytesView
        }
      } catch is IOError {}
      return bytes
    }
  }

  /// Sends a text and is gone, as a telephone that loses its net: without a farewell.
  static func leave(_ port: Int, _ text: String) async throws {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port).get()
    try await (channel as? any SocketOptionProvider)?.setSoLinger(
      linger(l_onoff: 1, l_linger: 0)
    ).get()
    try await channel.writeAndFlush(ByteBuffer(string: text))
    try await Task.sleep(for: .milliseconds(200))
    try await channel.close()
  }

  /// A connection that keeps little by itself.
  private static func connection(
    _ port: Int
  ) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
    try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .channelOption(.socketOption(.so_rcvbuf), value: 16 << 10)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
  }
}
