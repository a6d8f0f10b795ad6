import Analysis
import Catalogue
import HummingbirdTesting
import Ingestion
import Retrieval
import Similarity
import Sound
import TestLibrary
import Testing

@testable import Service

/// A library that is large enough for hubs to be evened out, and a server in front of it.
private struct Crowd: Sendable {
  let served: Served
  let ids: [TrackID]

  init() throws {
    served = try Served(tracks: nil)
    var generator = Knuth(state: 7)
    var ids: [TrackID] = []
    for number in 0..<1100 {
      let digest = (0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 % 2 * 8) + $0) }
      let id = TrackID(digest: digest)
      ids.append(id)
      let tags = Records.tags(
        title: "\(number)", artists: ["Artist \(number % 50)"], album: "Album \(number % 200)")
      var track = Records.track(1, tags: tags)
      track.id = id
      var source = Records.source(SourcePath("/m/\(number).flac"), track: 1, digest: "\(number)")
      source.track = id
      var derivatives = Derivatives(analysis: Records.analysis(bpm: 60 + Double(number % 140)))
      // Some near to the middle of all, most far out: the first are in everybody's lists.
      let reach: Float = number.isMultiple(of: 9) ? 0.02 : 0.09
      derivatives.embedding = EmbeddingRecord(
        version: SpaceVersion.current,
        vector: (0..<Embedding.dimensions).map { _ in
          Float.random(in: -reach...reach, using: &generator)
        })
      try served.library.catalogue.record(source, track: track, derivatives: derivatives)
    }
    self.ids = ids
  }

  /// What the command answers.
  func list(_ change: (inout Recommendation) -> Void) throws -> [String] {
    var request = Recommendation(seeds: [.track(ids[0])])
    request.recording = try served.library.catalogue.recordingNames()
    change(&request)
    return try request.run(in: served.library).map(\.entry.track.id.description)
  }
}

/// The linear congruential generator of MMIX (Knuth, The Art of Computer Programming, 3.3.4).
private struct Knuth: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}

@Suite("What sounds like it, asked over HTTP")
struct SimilarRouteTests {
  @Test("the server and the command give the same list, whatever is asked for")
  func sameLists() async throws {
    let crowd = try Crowd()
    // Two copies of one recording among the nearest.
    let near = try crowd.list { _ in }.compactMap { TrackID($0) }
    _ = try RecordingEditing.merge(near[0], near[1], in: crowd.served.library)
    #expect(try crowd.list { _ in } != crowd.list { $0.recording = nil })
    let unwanted = crowd.ids[17]
    let questions: [(String, @Sendable (inout Recommendation) -> Void)] = [
      ("", { _ in }),
      ("limit=40", { $0.limit = 40 }),
      ("max_per_artist=1", { $0.artistLimit = 1 }),
      ("diversity=0.5", { $0.diversity = 0.5 }),
      ("not=\(unwanted)", { $0.unwanted = [.track(unwanted)] }),
      ("min_tempo=100&max_tempo=104", { $0.filter.tempo = 100...104 }),
      ("max_per_album=1&limit=20", { ($0.albumLimit, $0.limit) = (1, 20) }),
      (
        "weight_rhythm=3&weight_timbre=0.25",
        { $0.weights = FamilyWeights(timbre: 0.25, rhythm: 3) }
      ),
      (
        "variety=1&date=2026-11-21", { $0.variety = Variety(amount: 1, seed: "2026-11-21") }
      ),
      ("exact=true", { $0.isExact = true }),
      ("all_copies=true", { $0.recording = nil }),
      ("harmonic=true&limit=3&genre=none", { $0.filter.genre = "none" }),
    ]
    try await crowd.served.run { visitor in
      for (query, change) in questions {
        let reply = try await visitor.ask("/api/tracks/\(crowd.ids[0])/similar?\(query)")
        #expect(reply.status == 200, "\(query): \(reply.text)")
        let found = (reply.object["results"] as? [[String: Any]] ?? [])
          .compactMap { $0["track"] as? String }
        #expect(try found == crowd.list(change), "\(query)")
      }
      for query in [
        "max_per_album=0", "variety=2", "weight_rhythm=-1", "exact=perhaps",
        "weight_timbre=0&weight_rhythm=0&weight_tonality=0&weight_dynamics=0",
      ] {
        let reply = try await visitor.ask("/api/tracks/\(crowd.ids[0])/similar?\(query)")
        #expect(reply.status == 400, "\(query)")
      }
    }
  }

  @Test("recommendations are the command's too, within bounds and with wishes")
  func recommendations() async throws {
    let crowd = try Crowd()
    let questions: [(String, @Sendable (inout Recommendation) -> Void)] = [
      ("", { _ in }),
      ("&min_tempo=100&max_tempo=120", { $0.tuning.bounds[.tempo] = 100...120 }),
      ("&target_tempo=150", { $0.tuning.targets[.tempo] = 150 }),
      (
        "&target_tempo=90&target_energy=0.3&min_tempo=80",
        {
          $0.tuning.targets = [.tempo: 90, .energy: 0.3]
          $0.tuning.setLeast(.tempo, 80)
        }
      ),
    ]
    try await crowd.served.run { visitor in
      for (query, change) in questions {
        let reply = try await visitor.ask(
          "/v1/recommendations?seed_tracks=\(crowd.ids[0])&limit=30\(query)")
        let found = (reply.object["tracks"] as? [[String: Any]] ?? []).compactMap {
          $0["id"] as? String
        }
        let expected = try crowd.list {
          $0.limit = 30
          change(&$0)
        }
        #expect(found == expected, "\(query)")
      }
    }
  }
}
