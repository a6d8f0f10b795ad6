import Analysis
import Catalogue
import Ingestion
import Retrieval
import Similarity
import Sound
import Tagging
import TestLibrary
import Testing

@Suite("What goes with these?")
struct RecommendationTests {
  let line: Line

  init() throws { line = try Line() }

  @Test("a seed that counts more draws the list to itself")
  func weights() throws {
    let titles = { (weight: Double) in
      try line.recommend { request in
        request.wanted = [
          .init(.track(line.id(5)), weight: weight), .init(.track(line.id(35))),
        ]
        request.limit = 2
      }
    }
    #expect(try Set(titles(9)) == ["4", "6"])
    #expect(try Set(titles(1.0 / 9)) == ["34", "36"])
  }

  @Test("bounds are never broken, leave none out, and admit nothing that is not known")
  func bounds() throws {
    let fast = try line.recommend(0) {
      $0.tuning.setLeast(.tempo, 130)
      $0.tuning.setMost(.tempo, 135)
      $0.limit = 100
    }
    #expect(fast == (30...35).map(String.init))
    let intense = try line.recommend(0) {
      $0.tuning.setLeast(.energy, 0.5)
      $0.limit = 100
    }
    #expect(intense == ["20", "25", "30", "35"])
    let popular = try line.recommend(0) { $0.tuning.setLeast(.popularity, 0) }
    #expect(popular.isEmpty)
    let contradiction = try line.recommend(0) {
      $0.tuning.setLeast(.tempo, 130)
      $0.tuning.setMost(.tempo, 120)
    }
    #expect(contradiction.isEmpty)
    let key = try line.recommend(0) {
      $0.tuning.setLeast(.key, 2)
      $0.tuning.setMost(.key, 2)
      $0.tuning.setLeast(.mode, 1)
    }
    #expect(key == ["2", "26"])
    let metre = try line.recommend(0) { $0.tuning.setLeast(.timeSignature, 3) }
    #expect(metre.isEmpty)
  }

  @Test("a target draws those near to it forward; unknown values stay behind; no seed is needed")
  func targets() throws {
    let near = try line.recommend(20) {
      $0.tuning.targets[.tempo] = 139
      $0.limit = 39
    }
    #expect(try #require(near.firstIndex(of: "30")) < #require(near.firstIndex(of: "10")))
    let alone = try line.recommend {
      $0.tuning.targets[.energy] = 0.62
      $0.limit = 3
    }
    #expect(alone == ["25", "20", "30"])
    #expect(line.code { _ = try line.recommend() } == "invalid_filter")
  }

  @Test("what an owner states counts in bounds, targets, harmony and orders, as it is shown")
  func stated() throws {
    try line.library.catalogue.set(TrackOverride("tempo", "240"), of: line.id(10))
    try line.library.catalogue.set(TrackOverride("energy", "0.62"), of: line.id(11))
    let bound = try line.recommend(0) { $0.tuning.setLeast(.tempo, 200) }
    #expect(bound == ["10"])
    let near = try line.recommend {
      $0.tuning.targets[.energy] = 0.62
      $0.limit = 1
    }
    #expect(near == ["11"])
    let far = try line.recommend(20) {
      $0.tuning.targets[.tempo] = 240
      $0.limit = 1
    }
    #expect(far == ["10"])
    try line.library.catalogue.set(TrackOverride("time_signature", "7"), of: line.id(12))
    let metre = try line.recommend {
      $0.tuning.setLeast(.timeSignature, 7)
      $0.tuning.targets[.energy] = 0.5
    }
    #expect(metre == ["12"])
    // The seed's own key, as stated, is the one that others must go with.
    let key = Key.all[5]
    try line.library.catalogue.set(TrackOverride("key", key.description), of: line.id(0))
    var request = SimilarTracks(seeds: [.track(line.id(0))])
    request.isHarmonic = true
    request.limit = 40
    let found = try request.run(in: line.library)
    #expect(!found.isEmpty)
    #expect(
      found.allSatisfy { item in
        item.entry.answered.derivatives.analysis?.key.map { key.compatible.contains($0.key) }
          ?? false
      })
  }

  @Test("at most so many of an artist, of an album and one of a recording")
  func caps() throws {
    let albums = try line.recommend(0) {
      $0.albumLimit = 1
      $0.limit = 100
    }
    #expect(albums == ["1"] + stride(from: 4, to: 40, by: 4).map(String.init))
    let both = try line.recommend(0) {
      $0.albumLimit = 1
      $0.artistLimit = 1
      $0.limit = 4
    }
    #expect(both == ["1", "4", "9", "13"])
    let recordings = try line.recommend(0) {
      // Two neighbours each hold one recording, the seed's own among them.
      $0.recording = { id in
        (0..<40 as Range<UInt8>).first { Records.trackID($0) == id }.map { "\($0 / 2)" }
      }
      $0.limit = 3
    }
    #expect(recordings == ["2", "4", "6"])
  }

  @Test("a date makes another list of the same near tracks, the same all day")
  func variety() throws {
    let list = { (date: String) in
      try line.recommend(20) {
        $0.variety = Variety(amount: 1, seed: date)
        $0.limit = 8
      }
    }
    let first = try list("2026-11-21")
    #expect(try first == list("2026-11-21"))
    let days = try (1...9).map { try list("2026-12-0\($0)") }
    #expect(Set(days + [first]).count > 5)
    for day in days { #expect(day.allSatisfy { abs((Int($0) ?? 99) - 20) <= 12 }) }
  }

  @Test("with more rhythm and less timbre another track is nearest")
  func families() throws {
    var rhythm = [Float](repeating: 0, count: Embedding.dimensions)
    rhythm[Embedding.range(of: .rhythm).lowerBound] = 0.012
    rhythm[0] = 0.2
    try line.add(50, at: rhythm)
    let plain = try line.recommend(20) { $0.limit = 3 }
    #expect(Set(plain) == ["19", "21", "50"] && plain.last == "50")
    let timbre = try line.recommend(20) {
      $0.weights = FamilyWeights(rhythm: 0.2)
      $0.limit = 1
    }
    #expect(timbre == ["50"])
    let more = try line.recommend(20) {
      $0.weights = FamilyWeights(timbre: 0.1, rhythm: 3)
      $0.limit = 3
    }
    #expect(!more.contains("50"))
  }

  @Test("why: what two tracks share, and nothing that they do not")
  func reasons() throws {
    var request = Recommendation(seeds: [.track(line.id(20))])
    request.explains = true
    request.limit = 40
    let found = try request.run(in: line.library)
    let words = Dictionary(
      uniqueKeysWithValues: found.map { ($0.entry.track.tags.title ?? "", $0.reason?.sentence) })
    #expect(words["21"] == "Alike in every respect: 120 and 121 BPM.")
    #expect(words["25"]??.contains("energy") == false)  // 50 and 62 %
    #expect(words["39"]??.contains("BPM") == false)
    #expect(found.allSatisfy { $0.shares != nil })
  }

  @Test("another model's vectors decide as much as they are given, and only where there are some")
  func blend() throws {
    // The other model hears 20 and 39 alike, and everything else in a third direction or not at all.
    let vectors = (0..<38 as Range<UInt8>).map { number in
      (track: line.id(number), vector: number == 20 ? [Float(1), 0, 0] : [0, 1, 0])
    }
    let twin = [(track: line.id(39), vector: [Float(0.9), 0, 0.1])]
    try line.library.catalogue.record(outside: vectors + twin, of: "ear")
    let first = { (share: Double) in
      try line.recommend(20) {
        $0.blend = .init(model: "ear", share: share)
        $0.limit = 1
      }
    }
    #expect(try first(0) == ["19"] || first(0) == ["21"])
    #expect(try first(0.5) == ["39"])
    #expect(
      line.code { _ = try line.recommend(20) { $0.blend = .init(model: "none", share: 1) } }
        == "unknown_model")
    #expect(
      line.code { _ = try line.recommend(38) { $0.blend = .init(model: "ear", share: 1) } }
        == "no_embedding")
  }

  @Test("what is excluded is not answered, nor are seeds and what is unwanted")
  func excluded() throws {
    let titles = try line.recommend(20) {
      $0.excluded = [line.id(19)]
      $0.unwanted = [.track(line.id(22))]
      $0.limit = 100
    }
    #expect(titles.count == 37)
    #expect(Set(titles).isDisjoint(with: ["19", "20", "22"]))
  }
}
