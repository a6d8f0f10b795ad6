import Catalogue
import HTTPTypes
import Sound
import TestLibrary
import Testing

@testable import Service

@Suite("Recordings, put together and taken apart")
struct RecordingRouteTests {
  private static let ids = (1...3).map { Records.trackID(UInt8($0)).description }

  private static func body(_ ids: String...) -> [UInt8] {
    Array(#"{"tracks":[\#(ids.map { "\"\($0)\"" }.joined(separator: ","))]}"#.utf8)
  }

  @Test(
    "two tracks become one recording, whose copies do not answer for each other, and come apart")
  func mergeAndSplit() async throws {
    try await Served().run { visitor in
      let similar = "/api/tracks/\(Self.ids[0])/similar"
      func found() async throws -> [String] {
        let results = try await visitor.ask(similar).object["results"] as? [[String: Any]]
        return results?.compactMap { $0["track"] as? String } ?? []
      }
      #expect(try await found() == [Self.ids[1], Self.ids[2]])
      for _ in 0..<2 {
        let merged = try await visitor.ask(
          "/api/duplicates/merge", .post, body: Self.body(Self.ids[0], Self.ids[1]))
        #expect(merged.status == 200)
        #expect(merged.object["tracks"] as? [String] == Self.ids.prefix(2).sorted())
      }
      #expect(try await found() == [Self.ids[2]])
      let apart = try await visitor.ask(
        "/api/duplicates/split", .post, body: Self.body(Self.ids[0]))
      #expect(apart.object["apartFrom"] as? [String] == [Self.ids[1]])
      #expect(try await found() == [Self.ids[1], Self.ids[2]])
      let again = try await visitor.ask(
        "/api/duplicates/split", .post, body: Self.body(Self.ids[0]))
      #expect(again.status == 200 && again.object["apartFrom"] as? [String] == [])
    }
  }

  @Test("what makes no sense is refused, and who may not is told so")
  func refusals() async throws {
    let served = try Served()
    let unknown = String(repeating: "7", count: 22)
    try await served.run { visitor in
      for (path, body, status) in [
        ("merge", Self.body(Self.ids[0]), 400), ("merge", Self.body(Self.ids[0], Self.ids[0]), 400),
        ("merge", Self.body(Self.ids[0], unknown), 404), ("merge", Array("[".utf8), 400),
        ("split", Self.body(unknown), 404), ("split", Self.body("../x"), 404), ("split", [], 400),
      ] {
        let reply = try await visitor.ask("/api/duplicates/\(path)", .post, body: body)
        #expect(reply.status == status, "\(path) \(String(decoding: body, as: UTF8.self))")
      }
    }
    let token = try served.token([.read, .stream, .upload]).bearer
    try await served.run { visitor in
      let reply = try await visitor.ask(
        "/api/duplicates/split", .post, token: token, body: Self.body(Self.ids[0]))
      #expect(reply.status == 403)
    }
  }

  @Test("a clip that lasts longer than ten minutes is refused, a shorter one is looked for")
  func longClip() async throws {
    try await Served(tracks: nil).run { visitor in
      for (seconds, status) in [(599, 200), (601, 400)] {
        let clip = try AudioFile.bytes(
          [[Float](repeating: 0.25, count: 8000 * seconds)], sampleRate: 8000, as: .flac)
        let reply = try await visitor.ask("/api/identify", .post, body: clip)
        #expect(reply.status == status, "\(seconds) s: \(reply.text)")
        if status == 400 { #expect(reply.text.contains("600 seconds")) }
      }
    }
  }
}
