import Catalogue
import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ingestion
import NIOCore
import NIOPosix
import Sound
import TestLibrary
import TestSignals
import Testing

@testable import Service

@Suite("Uploads that cannot get stuck", .serialized)
struct UploadTests {
  private static func music(_ seconds: Int = 3) throws -> [UInt8] {
    let samples = (0..<seconds * 22_050).map { sin(Float($0) * 0.05) * 0.4 }
    return try AudioFile.bytes([samples], sampleRate: 22_050, as: .flac, title: "Sent")
  }

  private static let tus = ["Tus-Resumable": "1.0.0"]
  private static let chunk = "application/offset+octet-stream"

  private static func begin(
    _ visitor: Visitor, _ bytes: [UInt8], metadata: String = "filename c2VudC5mbGFj"
  ) async throws -> String {
    let begun = try await visitor.ask(
      "/api/uploads", .post,
      headers: tus.merging([
        "Upload-Length": "\(bytes.count)", "Upload-Metadata": metadata,
      ]) { $1 })
    #expect(begun.status == 201, "\(begun.text)")
    let location = try #require(begun.headers[.location])
    return try #require(location.range(of: "/api/").map { String(location[$0.lowerBound...]) })
  }

  private static func send(
    _ visitor: Visitor, _ address: String, _ bytes: [UInt8], at offset: Int,
    checksum: String? = nil
  ) async throws -> Visitor.Reply {
    var headers = tus
    headers["Upload-Offset"] = "\(offset)"
    headers["Content-Type"] = chunk
    headers["Upload-Checksum"] = checksum
    return try await visitor.ask(address, .patch, headers: headers, body: bytes)
  }

  private static func outcome(_ visitor: Visitor, _ address: String) async throws -> [String: Any] {
    let id = address.split(separator: "/").last.map(String.init) ?? ""
    for _ in 0..<6000 {
      let job = try await visitor.ask("/api/jobs/\(id)").object
      if job["state"] as? String == "finished" { return job["outcome"] as? [String: Any] ?? [:] }
      try await Task.sleep(for: .milliseconds(100))
    }
    return [:]
  }

  @Test("an upload in pieces, with a server gone in between, becomes one track")
  func resumed() async throws {
    let served = try Served(tracks: 1...1)
    let bytes = try Self.music()
    let third = bytes.count / 3
    let digest = TokenSecret.hex(SHA256.hash(data: bytes))
    let promise = Data(digest.utf8).base64EncodedString()
    let address = try await served.run { visitor in
      let address = try await Self.begin(
        visitor, bytes, metadata: "filename c2VudC5mbGFj,sha256 \(promise)")
      let sent = try await Self.send(visitor, address, Array(bytes[..<third]), at: 0)
      #expect(sent.status == 204 && sent.headers[Names.uploadOffset] == "\(third)")
      let wrong = try await Self.send(visitor, address, Array(bytes[third...]), at: 5)
      #expect(wrong.status == 409)
      return address
    }
    try await served.run { visitor in
      let head = try await visitor.ask(address, .head, headers: Self.tus)
      #expect(head.headers[Names.uploadOffset] == "\(third)")
      let sent = try await Self.send(visitor, address, Array(bytes[third...]), at: third)
      #expect(sent.status == 204 && sent.headers[Names.uploadOffset] == "\(bytes.count)")
      let outcome = try await Self.outcome(visitor, address)
      #expect(outcome["status"] as? String == "ingested")
      let track = try #require(outcome["track"] as? String)
      let shown = try await visitor.ask("/v1/tracks/\(track)").object
      #expect(shown["name"] as? String == "Sent")
      let id = try #require(TrackID(track))
      #expect(try served.library.catalogue.sources(of: id).map(\.digest) == [digest])
      // The same again is a duplicate, and its bytes are not kept.
      let second = try await Self.begin(visitor, bytes)
      _ = try await Self.send(visitor, second, bytes, at: 0)
      let again = try await Self.outcome(visitor, second)
      #expect(again["status"] as? String == "duplicate")
      #expect(try served.library.catalogue.sources(of: id).count == 1)
    }
  }

  @Test(
    "a piece whose checksum is wrong leaves nothing behind, a whole with a wrong digest becomes no job"
  )
  func checksums() async throws {
    let served = try Served(tracks: 1...1)
    let bytes = try Self.music(1)
    let right = "sha1 " + Data(Insecure.SHA1.hash(data: bytes)).base64EncodedString()
    try await served.run { visitor in
      let digest = TokenSecret.hex(SHA256.hash(data: bytes))
      let address = try await Self.begin(
        visitor, bytes, metadata: "sha256 \(Data(digest.utf8).base64EncodedString())")
      let wrong = try await Self.send(
        visitor, address, bytes, at: 0, checksum: "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
      #expect(wrong.status == 460)
      let head = try await visitor.ask(address, .head, headers: Self.tus)
      #expect(head.headers[Names.uploadOffset] == "0")
      #expect(try await Self.send(visitor, address, bytes, at: 0, checksum: right).status == 204)

      let promise = Data(String(repeating: "0", count: 64).utf8).base64EncodedString()
      let other = try await Self.begin(visitor, bytes, metadata: "sha256 \(promise)")
      #expect(try await Self.send(visitor, other, bytes, at: 0).status == 460)
      #expect(try await visitor.ask(other, .head, headers: Self.tus).status == 404)
    }
  }

  @Test("what is no music is rejected with the words of the command line, and not kept")
  func rejected() async throws {
    let served = try Served(tracks: 1...1)
    try await served.run { visitor in
      let sent = try await visitor.ask(
        "/api/files/..%2F..%2Fevil.wav", .put, body: Array("no music at all".utf8))
      #expect(sent.status == 202)
      #expect(sent.object["name"] as? String == "evil.wav")
      let id = try #require(sent.object["id"] as? String)
      let outcome = try await Self.outcome(visitor, "/api/uploads/\(id)")
      #expect(outcome["status"] as? String == "rejected")
      #expect(outcome["code"] is String && outcome["message"] is String)
      let kept = FileManager.default.subpaths(atPath: served.library.folder + "/received") ?? []
      #expect(kept.filter { $0.hasSuffix(".wav") }.isEmpty)
    }
  }

  @Test("more than was announced or allowed is refused; an upload can be thrown away")
  func limits() async throws {
    let served = try Served(tracks: 1...1)
    try await served.run(settings: try Served.settings { $0.uploadLimit = 1000 }) { visitor in
      let large = try await visitor.ask(
        "/api/uploads", .post,
        headers: Self.tus.merging(["Upload-Length": "1001", "Content-Length": "0"]) { $1 })
      #expect(large.status == 413)
      let address = try await Self.begin(visitor, [1, 2, 3])
      #expect(try await Self.send(visitor, address, [1, 2, 3, 4], at: 0).status == 413)
      let head = try await visitor.ask(address, .head, headers: Self.tus)
      #expect(head.headers[Names.uploadOffset] == "0")
      #expect(try await visitor.ask(address, .delete, headers: Self.tus).status == 204)
      #expect(try await visitor.ask(address, .head, headers: Self.tus).status == 404)
      let old = try await visitor.ask(
        "/api/uploads", .post, headers: ["Tus-Resumable": "0.2.2", "Upload-Length": "1"])
      #expect(old.status == 412 && old.headers[Names.tusVersion] == "1.0.0")
      let trouble = old.object["error"] as? [String: Any]
      #expect(trouble?["status"] as? Int == 412 && trouble?["code"] as? String == "tus_version")
      for metadata in ["näme dGVzdA==", "filename dGVzdA==,", "a b c"] {
        let unclear = try await visitor.ask(
          "/api/uploads", .post,
          headers: Self.tus.merging(["Upload-Length": "0", "Upload-Metadata": metadata]) { $1 })
        #expect(unclear.status == 400, "\(metadata)")
      }
      // Three bytes are no SHA-1.
      let short = try await visitor.ask(
        "/api/uploads", .post,
        headers: Self.tus.merging(["Upload-Length": "0", "Upload-Checksum": "sha1 AAAA"]) { $1 })
      #expect(short.status == 400)
    }
  }

  @Test("every answer at an upload's address speaks tus, refusals too; one that is whole says so")
  func manners() async throws {
    let served = try Served(tracks: nil)
    try await served.run { visitor in
      let bytes = try Self.music()
      let address = try await Self.begin(visitor, bytes)
      let other = try await Self.send(visitor, address, [1], at: 7)
      #expect(other.status == 409)
      let untyped = try await visitor.ask(address, .patch, headers: Self.tus, body: [1])
      #expect(untyped.status == 415)
      let nowhere = try await Self.send(visitor, "/api/uploads/none", [1], at: 0)
      #expect(nowhere.status == 404)
      let wrong = try await Self.send(
        visitor, address, bytes, at: 0, checksum: "md5 1B2M2Y8AsgTpgAmY7PhCfg==")
      #expect(wrong.status == 460)
      let much = try await visitor.ask(
        "/api/uploads", .post, headers: Self.tus.merging(["Upload-Length": "\(1 << 50)"]) { $1 },
        body: [])
      #expect(much.status == 413)
      for reply in [other, untyped, nowhere, wrong, much] {
        #expect(reply.headers[Names.tusResumable] == "1.0.0", "\(reply.status)")
      }
      #expect(try await Self.send(visitor, address, bytes, at: 0).status == 204)
      // Who missed that answer asks once more, and hears it; more than all is not taken.
      let again = try await Self.send(visitor, address, [], at: bytes.count)
      #expect(again.status == 204 && again.headers[Names.uploadOffset] == "\(bytes.count)")
      let more = try await Self.send(visitor, address, [1], at: bytes.count)
      #expect(more.status == 409)
      #expect((more.object["error"] as? [String: Any])?["code"] as? String == "upload_complete")
    }
  }

  @Test(
    "a whole file is taken as it is: no part of one and no packing; who says no length sends chunks"
  )
  func wholeFile() async throws {
    try await Served(tracks: nil).run { visitor in
      for (header, value, status) in [
        ("Content-Range", "bytes 0-2/200", 400), ("Content-Encoding", "gzip", 415),
        ("Content-Encoding", "identity", 202),
      ] {
        let reply = try await visitor.ask(
          "/api/files/a.flac", .put, headers: [header: value], body: [1, 2, 3])
        #expect(reply.status == status, "\(header): \(value)")
      }
      let head = "PUT /api/files/a.flac HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
      let reply = try await Wire.whole(visitor.port, head + "\r\n")
      #expect(String(decoding: reply, as: UTF8.self).hasPrefix("HTTP/1.1 411"))
    }
  }

  @Test("a file whose length is not said before is taken once its last chunk came, and not before")
  func chunks() async throws {
    let served = try Served(tracks: nil)
    let settings = try Served.settings { $0.uploadLimit = 100_000 }
    try await served.run(settings: settings) { visitor in
      let catalogue = visitor.server.house.library.catalogue
      let head =
        "PUT /api/files/a.flac HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"
      let taken = try await Wire.whole(
        visitor.port, head + "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")
      #expect(String(decoding: taken, as: UTF8.self).hasPrefix("HTTP/1.1 202"))
      let jobs = try #require(
        try await visitor.ask("/api/jobs").object["jobs"] as? [[String: Any]])
      #expect(jobs.count == 1 && jobs.first?["bytes"] as? Int == 7)
      #expect(try catalogue.bytesToTakeIn() <= 7)
      // What breaks off, or is more than is taken, leaves nothing.
      _ = try await Wire.whole(visitor.port, head + "3\r\nabc\r\n4\r\nde", isHalf: true)
      let many = String(repeating: "x", count: 100_001)
      let long = try await Wire.whole(visitor.port, head + "186a1\r\n\(many)\r\n0\r\n\r\n")
      #expect(String(decoding: long, as: UTF8.self).hasPrefix("HTTP/1.1 413"))
      #expect(try catalogue.uploads().filter { $0.job == nil }.isEmpty)
      #expect((try await visitor.ask("/api/jobs").object["jobs"] as? [Any])?.count == 1)
    }
  }

  @Test("who follows a job sees how far it has come, step by step, each event with its number")
  func progress() async throws {
    try await Served(tracks: nil).run { visitor in
      let all = Task { [port = try visitor.port] in
        try await Wire.whole(
          port, "GET /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      }
      while visitor.server.house.events.count == 0 { try await Task.sleep(for: .milliseconds(5)) }
      let put = try await visitor.ask("/api/files/a.flac", .put, body: try Self.music())
      #expect(put.status == 202)
      let id = try #require(put.object["id"] as? String)
      _ = try await Self.outcome(visitor, "/api/jobs/\(id)")
      let state = try await visitor.ask("/api/jobs/\(id)/events").text
      #expect(state.hasPrefix("id: ") && state.contains("event: job"))
      visitor.server.house.events.end()
      let text = String(decoding: try await all.value, as: UTF8.self)
      let steps = text.split(separator: "\"step\":\"").dropFirst().map { $0.prefix { $0 != "\"" } }
      var order: [Substring] = []
      for step in steps where order.last != step { order.append(step) }
      #expect(order == ["measuring", "encoding", "verifying"])
      #expect(text.contains("\"duration\":3"))
      let events = text.components(separatedBy: "event: ").count
      #expect(events > 6 && text.components(separatedBy: "id: ").count == events)
    }
  }

  @Test("progress is told at the start of each step, and twice a second")
  func progressRate() async throws {
    let hub = EventHub(metrics: Metrics())
    let before = hub.latest
    let job = JobRecord(
      id: "a", upload: "a", owner: "", name: "a", bytes: 1, path: "a", state: .running, created: 0)
    let progress = JobProgress(job, hub)
    let start = ContinuousClock.now
    for step in WorkProgress.Step.allCases {
      for block in 0..<100 {
        progress.tell(
          WorkProgress(step: step, seconds: Double(block), duration: nil),
          at: start + .milliseconds(block * 10))
      }
    }
    #expect(hub.latest - before == 6)
    // They are true for a moment only: who comes back gets none of them.
    let events = try hub.listen(after: before)
    hub.end()
    var count = 0
    for await _ in events { count += 1 }
    #expect(count == 0)
  }

  @Test("an upload that was whole when the server was killed is taken in by the next one")
  func killed() async throws {
    let served = try Served(tracks: 1...1)
    let bytes = try Self.music(2)
    // As a kill leaves it: all bytes on the disk, no job.
    let spool = try served.server().house.spool
    let upload = try spool.begin(
      owner: "", name: "a.flac", length: bytes.count, digest: nil, metadata: "")
    try Data(bytes).write(to: URL(fileURLWithPath: "\(served.library.folder)/uploads/\(upload.id)"))
    try await served.run { visitor in
      let outcome = try await Self.outcome(visitor, "/api/uploads/\(upload.id)")
      #expect(outcome["status"] as? String == "ingested")
    }
  }

  @Test(
    "a million events past a connection that is not read cost no memory; the newest come at last")
  func unreadConnection() async throws {
    // In a process of its own, whose memory nobody else takes.
    await #expect(processExitsWith: .success) {
      try await Served(tracks: nil).run { visitor in
        let events = visitor.server.house.events
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
          .connect(host: "127.0.0.1", port: try #require(visitor.client.port)) { channel in
            channel.eventLoop.makeCompletedFuture {
              try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
          }
        try await channel.executeThenClose { inbound, outbound in
          try await outbound.write(
            ByteBuffer(string: "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          while events.count == 0 { try await Task.sleep(for: .milliseconds(5)) }
          let before = ProcessFigures.residentBytes
          for number in 1...1_000_000 {
            events.send(kind: "job", job: "a", owner: "", body: #"{"number":\#(number)}"#)
            // As fast as they can be written, and not only into the queue.
            if number.isMultiple(of: 1000) { await Task.yield() }
          }
          #expect(ProcessFigures.residentBytes - before < 50 << 20)
          var (seen, isLast) = (0, false)
          for try await buffer in inbound {
            let text = String(buffer: buffer)
            seen += text.split(separator: "event: job").count
            isLast = text.contains(#"{"number":1000000}"#)
            if isLast { break }
          }
          // The kernel keeps some megabytes for a connection; the rest was dropped, the oldest first.
          #expect(isLast && seen < 500_000)
        }
        #expect(visitor.server.house.metrics.text.contains("assonance_events_dropped_total "))
      }
    }
  }

  @Test("a server that closes ends the streams of events that are open, and does not wait for them")
  func closing() async throws {
    let clock = ContinuousClock()
    // A sign of life, by which an end would be noticed anyway, comes too late.
    let settings = try Served.settings { ($0.signOfLifeSeconds, $0.closingSeconds) = (3600, 3600) }
    let left = try await Served(tracks: nil).run(settings: settings) { visitor in
      let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: try #require(visitor.client.port)).get()
      let head = "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
      try await channel.writeAndFlush(ByteBuffer(string: head))
      while visitor.server.house.events.count == 0 {
        try await Task.sleep(for: .milliseconds(5))
      }
      return clock.now
    }
    #expect(clock.now - left < .seconds(600))
  }

  @Test("a slow listener loses old events, never the server's memory")
  func slowListener() async throws {
    await #expect(processExitsWith: .success) {
      let hub = EventHub(metrics: Metrics())
      let events = try hub.listen(after: nil)
      let body = #"{"state":"running","name":"a piece of music that is being taken in.flac"}"#
      let before = ProcessFigures.residentBytes
      for number in 0..<1_000_000 { hub.send(kind: "job", job: "\(number)", owner: "", body: body) }
      // A million kept would take 200 MB.
      #expect(ProcessFigures.residentBytes - before < 50 << 20)
      hub.end()
      var seen: [String] = []
      for await event in events { seen.append(event.job) }
      #expect(seen.count == 512)
      #expect(seen.last == "999999")
    }
  }

  @Test(
    "names are made harmless",
    arguments: [
      ("../../etc/passwd", "passwd"), ("a/b\\c.flac", "c.flac"), ("", "upload"), ("...", "upload"),
      ("\u{202E}flac.exe\n", "flac.exe"), ("Für Elise.flac", "Für Elise.flac"),
      (".hidden", "hidden"),
    ])
  func names(name: String, safe: String) {
    #expect(UploadName.safe(name) == safe)
    #expect(UploadName.safe(String(repeating: "ä", count: 500) + ".flac").utf8.count <= 200)
  }
}
