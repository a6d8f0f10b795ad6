import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import Sound
import Synchronization
import TestLibrary
import Testing

@testable import Service

@Suite("Connections: how they begin, and how they end", .serialized)
struct ConnectionTests {
  private static let one = Records.trackID(1).description
  private static let song = "/api/tracks/\(Records.trackID(1))/renditions/96"
  /// More than the kernels of both ends keep for a connection.
  private static let bytes = [UInt8](repeating: 7, count: 12 << 20)

  private static func head(_ path: String) -> String {
    "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"
  }

  @Test("who says that nothing more will be asked still gets the whole of a long answer")
  func halfClosed() async throws {
    let served = try Served()
    try served.putRendition(Self.bytes)
    try await served.run { visitor in
      let reply = try await Wire.whole(
        visitor.port, Self.head(Self.song), isHalf: true, pause: .milliseconds(300))
      #expect(reply.count > Self.bytes.count, "\(reply.count)")
    }
  }

  @Test("a server that closes sends a slow reader the whole of what was asked before")
  func closing() async throws {
    let served = try Served()
    try served.putRendition(Self.bytes)
    let reading = try await served.run { visitor in
      let port = try visitor.port
      let (begun, beginning) = AsyncStream<Void>.makeStream()
      let reading = Task {
        try await Wire.whole(port, Self.head(Self.song), pause: .milliseconds(500)) {
          beginning.finish()
        }
      }
      for await _ in begun {}
      return reading
    }
    let count = try await reading.value.count
    #expect(count > Self.bytes.count, "\(count)")
  }

  @Test("a server that closes gives up who takes nothing, and at last who takes little")
  func givingUp() async throws {
    for (stall, limit, pause) in [(1, 3600, Duration.seconds(3600)), (3600, 2, .milliseconds(20))] {
      let served = try Served()
      try served.putRendition(Self.bytes)
      let settings = try Served.settings { ($0.stallSeconds, $0.closingSeconds) = (stall, limit) }
      let clock = ContinuousClock()
      let (left, reading) = try await served.run(settings: settings) { visitor in
        let port = try visitor.port
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let reading = Task {
          try await Wire.whole(port, Self.head(Self.song), pause: pause, isSteady: true) {
            beginning.finish()
          }
        }
        for await _ in begun {}
        return (clock.now, reading)
      }
      // Well before the other of the two; the machine may be busy.
      #expect(clock.now - left < .seconds(600))
      reading.cancel()
    }
  }

  @Test(
    "a body that is none, or breaks off, is the client's trouble: one answer, 400, and no alarm",
    arguments: [
      "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n",
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhel", "Content-Length: 10\r\n\r\nhel",
    ])
  func bodies(rest: String) async throws {
    try await Served().run { visitor in
      for address in [
        "POST /api/token", "POST /api/identify", "POST /api/duplicates/merge", "POST /rest/ping",
        "PUT /api/tracks/\(Self.one)/overrides/tempo", "PUT /api/files/x.ogg",
      ] {
        let text = "\(address) HTTP/1.1\r\nHost: localhost\r\n\(rest)"
        let reply = try await Wire.whole(visitor.port, text, isHalf: !rest.hasSuffix("\r\n"))
        let lines = String(decoding: reply, as: UTF8.self)
        #expect(lines.hasPrefix("HTTP/1.1 4"), "\(address) \(lines.prefix(40))")
        // Who is refused by the head alone finds the connection closed.
        if lines.hasPrefix("HTTP/1.1 400") {
          #expect(lines.lowercased().contains("connection: close"), "\(address)")
        }
        #expect(lines.split(separator: "HTTP/1.1 ").count == 1, "\(address) \(lines)")
      }
      #expect(!visitor.server.house.metrics.text.contains("status=\"5xx\""))
    }
  }

  @Test("a sender who is gone is no alarm, and what came of an upload is kept")
  func vanished() async throws {
    try await Served(tracks: nil).run { visitor in
      let tus = ["Tus-Resumable": "1.0.0"]
      let begun = try await visitor.ask(
        "/api/uploads", .post, headers: tus.merging(["Upload-Length": "900000"]) { $1 })
      let place = try #require(begun.headers[.location])
      let path = try #require(place.range(of: "/api/").map { String(place[$0.lowerBound...]) })
      let text =
        "PATCH \(path) HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        + "Content-Type: application/offset+octet-stream\r\nContent-Length: 900000\r\n\r\nabcde"
      try await Wire.leave(visitor.port, text)
      var offset: String?
      for _ in 0..<6000 where offset != "5" {
        try await Task.sleep(for: .milliseconds(10))
        offset = try await visitor.ask(path, .head, headers: tus).headers[Names.uploadOffset]
      }
      #expect(offset == "5")
      #expect(!visitor.server.house.metrics.text.contains("status=\"5xx\""))
    }
  }

  private static func status(_ visitor: Visitor, _ lines: String, _ version: String = "1.1")
    async throws -> Int
  {
    let reply = try await Wire.whole(
      visitor.port,
      "GET /v1/tracks/\(one) HTTP/\(version)\r\n\(lines)Connection: close\r\n\r\n")
    return Int(String(decoding: reply.dropFirst(9).prefix(3), as: UTF8.self)) ?? 0
  }

  @Test("a request names its host once and well, whether a token is asked for or none")
  func hosts() async throws {
    let served = try Served()
    let wrong = [
      "", "Host: 127.0.0.1\r\nHost: evil.example\r\n", "Host: evil.example\r\nHost: 127.0.0.1\r\n",
      "Host: localhost\r\nHost: localhost\r\n", "Host: 127.0.0.1:abc\r\n",
      "Host: me@127.0.0.1\r\n", "Host: a b\r\n", "Host: 127.0.0.1:99999\r\n",
    ]
    try await served.run { visitor in
      for lines in wrong { #expect(try await Self.status(visitor, lines) == 400, "\(lines)") }
      for lines in ["Host: localhost\r\n", "Host: [::1]:8080\r\n", "Host: 127.0.0.1:\r\n"] {
        #expect(try await Self.status(visitor, lines) == 200, "\(lines)")
      }
      for lines in ["Host: evil.example\r\n", "Host: \r\n"] {
        #expect(try await Self.status(visitor, lines) == 403, "\(lines)")
      }
      #expect(try await Self.status(visitor, "", "1.0") == 403)
      // The target's own host goes before the line.
      let whole = "GET http://evil.example/v1/tracks/\(Self.one) HTTP/1.1\r\nHost: localhost\r\n"
      let reply = try await Wire.whole(visitor.port, whole + "Connection: close\r\n\r\n")
      #expect(String(decoding: reply, as: UTF8.self).hasPrefix("HTTP/1.1 403"))
    }
    let token = "Authorization: Bearer \(try served.token([.read]).bearer)\r\n"
    try await served.run { visitor in
      for lines in wrong {
        let refused = try await Self.status(visitor, lines + token)
        #expect(refused == 400, "\(lines)")
      }
      #expect(try await Self.status(visitor, "Host: music.example.org\r\n" + token) == 200)
      #expect(try await Self.status(visitor, token, "1.0") == 200)
    }
  }

  @Test("the connection ends with the answer after HTTP/1.0, and where the client says so")
  func last() async throws {
    try await Served().run { visitor in
      for (version, line) in [
        ("1.0", ""), ("1.0", "Connection: keep-alive\r\n"), ("1.1", "Connection: Close\r\n"),
        ("1.1", "Connection: TE, close\r\n"),
      ] {
        let text = "GET /health/live HTTP/\(version)\r\nHost: localhost\r\n\(line)\r\n"
        let reply = try await Wire.whole(visitor.port, text)
        let lines = String(decoding: reply, as: UTF8.self)
        #expect(lines.contains(" 200 OK"), "\(version) \(line)")
        #expect(lines.lowercased().contains("connection: close"), "\(version) \(line)")
      }
    }
  }

  @Test("a head that is too long, or no head, is refused in words, after what was asked before")
  func heads() async throws {
    try await Served().run { visitor in
      let long = String(repeating: "a", count: 17_000)
      let many = (0..<101).map { "X-\($0): a\r\n" }.joined()
      let whole = Self.head("/health/live")
      for (text, status) in [
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX: \(long)\r\n\r\n", "431"),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n", "431"),
        ("GET /\(long) HTTP/1.1\r\nHost: localhost\r\n\r\n", "431"),
        ("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", "505"), ("nonsense\r\n\r\n", "400"),
        (whole + whole + "nonsense\r\n\r\n", "400"),
      ] {
        let reply = try await Wire.whole(visitor.port, text)
        let answers = String(decoding: reply, as: UTF8.self).split(separator: "HTTP/1.1 ")
        #expect(answers.count == (text.hasPrefix(whole) ? 3 : 1), "\(text.prefix(40))")
        #expect(answers.dropLast().allSatisfy { $0.hasPrefix("200") })
        let last = try #require(answers.last)
        #expect(last.hasPrefix(status), "\(text.prefix(40)) \(last.prefix(40))")
        #expect(last.contains("\"status\":\(status)"), "\(text.prefix(40)) \(last.prefix(40))")
      }
      let metrics = visitor.server.house.metrics.text
      #expect(metrics.contains("requests_total{family=\"none\",status=\"4xx\"} 5"))
    }
  }

  @Test(
    "targets are read in one form, whatever they were written in",
    arguments: [
      ("/v1/%74racks/%30a", "/v1/tracks/0a"), ("/a%2Fb%20c%7e?q=%41", "/a%2Fb%20c~?q=%41"),
      ("/100%", "/100%"), ("/%4", "/%4"), ("/%zz%41", "/%zzA"), ("/%c3%bc", "/%c3%bc"),
    ])
  func targets(raw: String, plain: String) {
    #expect(RequestHead.plain(raw) == plain)
  }

  @Test(
    "without tokens nothing that a browser sends for another site's page is answered, links excepted"
  )
  func otherSites() async throws {
    let player = "https://player.example.org"
    let settings = try Served.settings { $0.allowedOrigins = [player] }
    let served = try Served()
    let path = "/v1/tracks/\(Self.one)"
    let link = [
      "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document",
    ]
    let cases: [([String: String], Int)] = [
      (["Sec-Fetch-Site": "cross-site"], 403), (["Sec-Fetch-Site": "same-site"], 403),
      (["Sec-Fetch-Site": "same-origin"], 200), (["Sec-Fetch-Site": "none"], 200), ([:], 200),
      (link, 200), (link.merging(["Sec-Fetch-Dest": "iframe"]) { $1 }, 403),
      (["Sec-Fetch-Site": "cross-site", "Referer": "\(player)/a/b"], 200),
      (["Sec-Fetch-Site": "cross-site", "Referer": "https://evil.example/"], 403),
    ]
    try await served.run(settings: settings) { visitor in
      for (headers, expected) in cases {
        let reply = try await visitor.ask(path, headers: headers)
        #expect(reply.status == expected, "\(headers)")
      }
    }
    let token = try served.token([.read]).bearer
    try await served.run { visitor in
      let reply = try await visitor.ask(
        path, headers: ["Sec-Fetch-Site": "cross-site"], token: token)
      #expect(reply.status == 200)
    }
  }
}

extension Visitor {
  var port: Int {
    get throws { try #require(client.port) }
  }
}
