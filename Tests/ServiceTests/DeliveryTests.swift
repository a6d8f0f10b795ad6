import Foundation
import HTTPTypes
import TestLibrary
import Testing

@testable import Service

@Suite("Renditions on their way out")
struct DeliveryTests {
  private static let address = "/api/tracks/\(Records.trackID(1))/renditions/96"
  private static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  @Test(
    "a range is answered with exactly its bytes",
    arguments: [
      ("bytes=0-0", 0..<1), ("bytes=100-199", 100..<200), ("bytes=299999-", 299_999..<300_000),
      ("bytes=-5", 299_995..<300_000), ("bytes=131000-140000", 131_000..<140_001),
      ("bytes=299990-999999", 299_990..<300_000),
    ])
  func ranges(header: String, expected: Range<Int>) async throws {
    let served = try Served()
    try served.putRendition(Self.bytes)
    try await served.run { visitor in
      let part = try await visitor.ask(Self.address, headers: ["Range": header])
      #expect(part.status == 206)
      #expect(part.bytes == Array(Self.bytes[expected]))
      #expect(
        part.headers[.contentRange]
          == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/300000")
    }
  }

  @Test("wrong ranges are refused, odd ones get the whole, validators and HEAD work")
  func validators() async throws {
    let served = try Served()
    try served.putRendition(Self.bytes)
    try await served.run { visitor in
      for header in ["bytes=300000-", "bytes=-0"] {
        let refused = try await visitor.ask(Self.address, headers: ["Range": header])
        #expect(refused.status == 416)
        #expect(refused.headers[.contentRange] == "bytes */300000")
      }
      for header in ["bytes=5-1", "bytes=a-b", "rows=1-2", "bytes=0-1,5-9", "bytes=--5"] {
        let whole = try await visitor.ask(Self.address, headers: ["Range": header])
        #expect(whole.status == 200 && whole.bytes.count == 300_000, "\(header)")
      }
      let whole = try await visitor.ask(Self.address)
      let tag = try #require(whole.headers[.eTag])
      #expect(whole.headers[.contentType] == "audio/ogg; codecs=vorbis")
      #expect(whole.headers[.cacheControl] == "private, no-cache")
      let same = try await visitor.ask(Self.address, headers: ["If-None-Match": tag])
      #expect(same.status == 304 && same.bytes.isEmpty)
      let changed = try await visitor.ask(
        Self.address, headers: ["Range": "bytes=0-1", "If-Range": "\"other\""])
      #expect(changed.status == 200)
      // Ranges are for GET alone; a request about other bytes is not answered with these.
      let head = try await visitor.ask(Self.address, .head, headers: ["Range": "bytes=0-1"])
      #expect(head.status == 200 && head.headers[.contentLength] == "300000")
      for (condition, status) in [("\"other\"", 412), ("W/\(tag)", 412), (tag, 200), ("*", 200)] {
        let reply = try await visitor.ask(Self.address, headers: ["If-Match": condition])
        #expect(reply.status == status, "\(condition)")
      }
      let manifest = try await visitor.ask("/api/tracks/\(Records.trackID(1))/ladder").object
      let rungs = try #require(manifest["rungs"] as? [[String: Any]])
      let url = try #require(rungs.first { $0["rung"] as? String == "96" }?["url"] as? String)
      let path = try #require(url.range(of: "/api/").map { String(url[$0.lowerBound...]) })
      let kept = try await visitor.ask(path)
      #expect(kept.headers[.cacheControl] == "private, max-age=31536000, immutable")
    }
  }

  @Test("what lies on the disk alone is sent as what lies in memory is")
  func cold() async throws {
    let served = try Served()
    let path = try served.putRendition(Self.bytes)
    try await served.run { visitor in
      for _ in 0..<2 {
        let file = unsafe open(path, O_RDWR)
        #expect(fsync(file) == 0 && posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0)
        close(file)
        #expect(try await visitor.ask(Self.address).bytes == Self.bytes)
        let part = try await visitor.ask(Self.address, headers: ["Range": "bytes=70000-299998"])
        #expect(part.bytes == Array(Self.bytes[70_000..<299_999]))
      }
    }
  }

  @Test("what is not the file that was noted is not sent in its place, nor waited for")
  func losses() async throws {
    let served = try Served()
    let path = try served.putRendition(Self.bytes)
    try await served.run { visitor in
      #expect(try await visitor.ask(Self.address).bytes == Self.bytes)
      func expectLoss(_ what: Comment) async throws {
        let reply = try await visitor.ask(Self.address)
        let error = reply.object["error"] as? [String: Any]
        #expect(reply.status == 500 && error?["code"] as? String == "rendition_missing", what)
      }
      try Data(Self.bytes.dropLast()).write(to: URL(fileURLWithPath: path))
      try await expectLoss("a byte less")
      try FileManager.default.removeItem(atPath: path)
      try await expectLoss("gone")
      let made = unsafe mkfifo(path, 0o600)
      #expect(made == 0)
      try await expectLoss("a pipe that nobody writes to")
    }
  }

  @Test(
    "no address leads out of the library",
    arguments: [
      "/api/tracks/../../etc/passwd/renditions/96", "/api/tracks/%2e%2e%2f%2e%2e/renditions/96",
      "/api/tracks/\(Records.trackID(1))/renditions/..%2f..%2f..%2fcatalogue.sqlite",
      "/api/tracks/\(Records.trackID(1))/renditions/%00", "/rest/stream?id=../../etc/passwd",
      "/rest/getCoverArt?id=%2Fetc%2Fpasswd&f=json",
    ])
  func traversal(address: String) async throws {
    let served = try Served()
    try served.putRendition(Self.bytes)
    try await served.run { visitor in
      let reply = try await visitor.ask(address)
      #expect(reply.status == 404 || reply.status == 400 || reply.text.contains("failed"))
      #expect(!reply.text.contains("root:"))
    }
  }
}
