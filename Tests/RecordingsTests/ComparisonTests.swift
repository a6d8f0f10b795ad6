import Sound
import TestSignals
import Testing

@testable import Recordings

@Suite("Two tracks are told apart by agreeing proofs")
struct ComparisonTests {
  private static let tune = Tune.samples(77, seconds: 45)

  private func compare(_ first: [Float], _ second: [Float]) throws -> Comparison? {
    Comparison(try Heard.hearing(1, first), try Heard.hearing(2, second))
  }

  private func frames(_ seconds: Double) -> Int { Int(seconds * Double(Tune.rate)) }

  @Test("softer, shifted and with a trace of noise it is the same master")
  func sameMaster() throws {
    let hiss = Tune.noise(Self.tune.count, level: 0.003, seed: 1)
    let copy = [Float](repeating: 0, count: 9_000) + zip(Self.tune, hiss).map { 0.5 * $0 + $1 }
    let found = try #require(try compare(Self.tune, copy))
    #expect(found.verdict == .sameMaster)
    #expect(found.evidence.coverage > 0.95)
    #expect(found.evidence.bitErrors < VerdictRules.sameMasterBits)
    let stretch = try #require(found.evidence.stretches.first)
    #expect(abs(stretch.second - stretch.first - 9_000 / Double(Tune.rate)) < 0.13)
  }

  @Test("with other basses and trebles it is another master")
  func otherMaster() throws {
    let found = try #require(try compare(Self.tune, Tune.equalised(Self.tune)))
    #expect(found.verdict == .otherMaster)
    #expect(found.evidence.balance > VerdictRules.sameMasterBalance)
  }

  @Test("cut short it is an edit, with the map of what is shared")
  func edit() throws {
    let cut = Array(Self.tune[..<frames(16)]) + Array(Self.tune[frames(28)...])
    let found = try #require(try compare(Self.tune, cut))
    #expect(found.verdict == .edit)
    let map = found.evidence.stretches
    #expect(map.count == 2)
    #expect(abs(map[0].second - map[0].first) < 0.13)
    #expect(abs(map[1].first - map[1].second - 12) < 0.13)
    #expect(map.allSatisfy { abs($0.length - 16) < 3.5 })
    // The same the other way round.
    let turned = try #require(try compare(cut, Self.tune))
    #expect(turned.verdict == .edit)
    #expect(turned.evidence.reversed.stretches.map(\.length) == map.map(\.length))
  }

  @Test("faded early it is an edit; ten seconds of it are an excerpt")
  func shorter() throws {
    #expect(try compare(Self.tune, Array(Self.tune[..<frames(30)]))?.verdict == .edit)
    let sample =
      Array(Self.tune[frames(10)..<frames(22)]) + Tune.samples(5, seconds: 30)
    #expect(try compare(Self.tune, sample)?.verdict == .excerpt)
  }

  @Test("other music, another tempo, and other music over the same loop are no recording")
  func others() throws {
    #expect(try compare(Self.tune, Tune.samples(78, seconds: 45)) == nil)
    #expect(try compare(Self.tune, Tune.samples(77, seconds: 45, tempo: 4.1)) == nil)
    let bar = Tune.samples(500, seconds: 2)
    let loop = (0..<22).flatMap { _ in bar.map { 0.7 * $0 } }
    let first = zip(loop, Tune.samples(81, seconds: 44)).map(+)
    let second = zip(loop, Tune.samples(82, seconds: 44)).map(+)
    #expect(try compare(first, second)?.verdict.isOneRecording != true)
  }

  @Test("silence, noise and next to nothing are no recording")
  func nothing() throws {
    let silence = [Float](repeating: 0, count: frames(30))
    #expect(try compare(silence, silence) == nil)
    #expect(try compare(Self.tune, silence) == nil)
    #expect(try compare(Self.tune, []) == nil)
    let hum = Tune.noise(frames(30), level: 0.3, seed: 3)
    #expect(try compare(hum, Tune.noise(frames(30), level: 0.3, seed: 4)) == nil)
  }

  @Test("a loop that plays for as long in both is one line, not many")
  func loop() throws {
    let bar = Tune.samples(500, seconds: 2)
    let loop = (0..<20).flatMap { _ in bar }
    let found = try #require(try compare(loop, loop))
    #expect(found.verdict == .sameMaster)
    #expect(found.evidence.stretches.count == 1)
    #expect(found.evidence.stretches[0].first == 0)
  }

  @Test("every sentence is one")
  func sentences() throws {
    for (index, verdict) in Verdict.allCases.enumerated() {
      let evidence = Evidence(
        coverage: 0.9, coverageOfLonger: 0.8, bitErrors: 0.02, landmarks: 0.7,
        landmarksByChance: 0.02, levels: 0.99, dynamics: 0.31, balance: 0.2,
        stretches: Array(
          repeating: Stretch(first: 0, second: 1, length: 20, bitErrors: 0.02), count: index + 1))
      let sentence = Comparison(verdict: verdict, evidence: evidence).sentence
      #expect(sentence.hasSuffix("."))
      #expect(sentence.count < 200)
    }
  }
}
