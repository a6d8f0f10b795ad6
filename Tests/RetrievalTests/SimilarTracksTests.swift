import Analysis
import Catalogue
import Foundation
import Ingestion
import Retrieval
import Similarity
import Sound
import Tagging
import TestLibrary
import TestSignals
import Testing

@Suite("What sounds like this?")
struct SimilarTracksTests {
  let folder: TemporaryFolder
  let library: Library

  /// Forty tracks on a line, a step of 0.01 apart; one artist has every second of them, keys go around, and
  /// only every fifth has energy.
  init() throws {
    folder = try TemporaryFolder()
    library = try Library.writing(folder.path + "/library")
    for number in 0..<40 as Range<UInt8> {
      let key = Key.all[Int(number) % Key.all.count]
      try add(
        number, at: [Float(number) * 0.01],
        analysis: Records.analysis(
          bpm: 100 + Double(number), key: key, energy: number % 5 == 0 ? 0.9 : nil),
        artist: number % 2 == 0 ? "Even" : "Odd \(number)")
    }
  }

  private func add(
    _ number: UInt8, at place: [Float]?, analysis: TrackAnalysis = Records.analysis(),
    artist: String = "Artist"
  ) throws {
    var derivatives = Derivatives(analysis: analysis)
    derivatives.embedding = place.map { Records.embedding($0) }
    try library.catalogue.record(
      Records.source(SourcePath("/m/\(number).wav"), track: number),
      track: Records.track(number, tags: Records.tags(title: "\(number)", artists: [artist])),
      derivatives: derivatives)
  }

  private func search(
    _ seeds: UInt8..., change: (inout SimilarTracks) -> Void = { _ in }
  ) throws -> [SimilarTracks.Answer] {
    var search = SimilarTracks(seeds: seeds.map { .track(Records.trackID($0)) })
    change(&search)
    return try search.run(in: library)
  }

  private func titles(_ answers: [SimilarTracks.Answer]) -> [String] {
    answers.map { $0.entry.track.tags.title ?? "" }
  }

  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? Failure)?.code ?? "\(error)"
    }
  }

  @Test("the nearest first, with their distances, and never the track itself")
  func nearest() throws {
    let answers = try search(20) { $0.limit = 5 }
    #expect(Set(titles(answers).prefix(2)) == ["19", "21"])
    #expect(abs(answers[0].distance - 0.01) < 1e-6)
    #expect(answers.map(\.distance) == answers.map(\.distance).sorted())
    #expect(answers.map(\.similarity) == answers.map(\.similarity).sorted(by: >))
    for number in 0..<40 as Range<UInt8> {
      let answers = try search(number) { $0.limit = 100 }
      #expect(answers.count == 39)
      #expect(!titles(answers).contains("\(number)"))
    }
  }

  @Test("several seeds, none of which answers")
  func severalSeeds() throws {
    let answers = try search(10, 20, 30) { $0.limit = 100 }
    #expect(answers.count == 37)
    #expect(Set(titles(answers)).isDisjoint(with: ["10", "20", "30"]))
    // The median of the three lies in the middle.
    #expect(["19", "21"].contains(titles(answers)[0]))
  }

  @Test("what is unwanted does not answer, and pushes its neighbours back")
  func unwanted() throws {
    let answers = try search(20) {
      $0.unwanted = [.track(Records.trackID(22))]
      $0.limit = 100
    }
    #expect(!titles(answers).contains("22"))
    #expect(answers.count == 38)
    #expect(titles(answers)[0] == "19")
    let places = titles(answers)
    #expect(try #require(places.firstIndex(of: "17")) < #require(places.firstIndex(of: "23")))
  }

  @Test("conditions give all that there is, however far away")
  func filters() throws {
    let answers = try search(0) {
      $0.limit = 100
      $0.filter.descriptors["energy"] = 0.8...1
    }
    #expect(titles(answers) == ["5", "10", "15", "20", "25", "30", "35"])
    let farthest = try search(0) {
      $0.limit = 3
      $0.filter.tempo = 137...139
    }
    #expect(titles(farthest) == ["37", "38", "39"])
    let none = try search(0) { $0.filter.tempo = 10...20 }
    #expect(none.isEmpty)
  }

  @Test("in harmony: the key itself, its relative and the fifths")
  func harmonic() throws {
    let seed = Key.all[3]
    let answers = try search(3) {
      $0.isHarmonic = true
      $0.limit = 100
    }
    let wanted = (0..<40).filter { $0 != 3 && seed.compatible.contains(Key.all[$0 % 24]) }
    #expect(Set(titles(answers)) == Set(wanted.map(String.init)))
    #expect(!answers.isEmpty)
    let both = try search(3) {
      $0.isHarmonic = true
      $0.limit = 100
      $0.filter.keys = [seed]
    }
    #expect(titles(both) == ["27"])
  }

  @Test("harmony with a track that has no key is refused with a word")
  func noKey() throws {
    try add(50, at: [0.5], analysis: Records.analysis(key: nil))
    #expect(code { _ = try search(50) { $0.isHarmonic = true } } == "invalid_filter")
  }

  @Test("at most so many of one artist, and still as many answers as there are")
  func artists() throws {
    let one = try search(20) {
      $0.artistLimit = 1
      $0.limit = 30
    }
    let names = one.compactMap { $0.entry.track.tags.artists.first }
    #expect(names.count == 21)  // twenty odd ones and one even
    #expect(Set(names).count == names.count)
    let two = try search(20) {
      $0.artistLimit = 2
      $0.limit = 6
    }
    #expect(two.count == 6)
    #expect(two.filter { $0.entry.track.tags.artists == ["Even"] }.count == 2)
    let filtered = try search(20) {
      $0.artistLimit = 3
      $0.limit = 100
      $0.filter.descriptors["energy"] = 0...1
    }
    // 0, 10, 20 and 30 are even; three of those without the seed, and 5, 15, 25, 35.
    #expect(filtered.count == 7)
  }

  @Test("variety looks farther, starts with the nearest and repeats nothing")
  func diversity() throws {
    let plain = try search(0) { $0.limit = 5 }
    let varied = try search(0) {
      $0.limit = 5
      $0.diversity = 0.8
    }
    #expect(varied.count == 5)
    #expect(titles(varied)[0] == titles(plain)[0])
    #expect(Set(titles(varied)).count == 5)
    let reach = { (answers: [SimilarTracks.Answer]) in answers.map(\.distance).max() ?? 0 }
    #expect(reach(varied) > reach(plain))
  }

  @Test("why: shares that add up to one, only where asked for")
  func why() throws {
    #expect(try search(0).allSatisfy { $0.shares == nil })
    let shares = try #require(try search(0) { $0.explains = true }.first?.shares)
    #expect(abs(shares.timbre + shares.rhythm + shares.tonality + shares.dynamics - 1) < 1e-9)
  }

  @Test("a silent track and one that is not there say so")
  func silent() throws {
    try add(
      60, at: nil, analysis: Records.analysis(bpm: nil, key: nil, energy: nil, integrated: nil))
    #expect(code { _ = try search(60) } == "no_embedding")
    #expect(code { _ = try search(61) } == "no_embedding")
    #expect(
      code { _ = try search(0) { $0.unwanted = [.track(Records.trackID(60))] } }
        == "no_embedding")
    // And it answers nobody.
    #expect(try search(0) { $0.limit = 100 }.count == 39)
  }

  @Test("a file of silence and one that is no audio say so")
  func files() throws {
    let silence = try folder.file(
      "silence.wav", try AudioFile.bytes([Signals.silence(frames: 44_100)], sampleRate: 44_100))
    let text = try folder.file("text.wav", Array("no audio".utf8))
    #expect(
      code { _ = try SimilarTracks(seeds: [.file(SourcePath(silence))]).run(in: library) }
        == "no_embedding")
    #expect(
      code { _ = try SimilarTracks(seeds: [.file(SourcePath(text))]).run(in: library) }
        == "not_audio")
  }

  @Test("a file that is in no library gets answers")
  func anyFile() throws {
    let music = Signals.music(frames: 44_100 * 4, sampleRate: 44_100)
    let file = try folder.file("music.wav", try AudioFile.bytes([music], sampleRate: 44_100))
    let answers = try SimilarTracks(seeds: [.file(SourcePath(file))]).run(in: library)
    #expect(answers.count == 10)
    #expect(answers.allSatisfy { (0...1).contains($0.similarity) && $0.distance.isFinite })
  }

  @Test("an empty library answers nothing")
  func empty() throws {
    let empty = try Library.writing(folder.path + "/empty")
    let music = Signals.music(frames: 44_100 * 2, sampleRate: 44_100)
    let file = try folder.file("m.wav", try AudioFile.bytes([music], sampleRate: 44_100))
    #expect(try SimilarTracks(seeds: [.file(SourcePath(file))]).run(in: empty).isEmpty)
  }
}
