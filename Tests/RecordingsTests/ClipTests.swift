import Analysis
import Foundation
import Sound
import TestSignals
import Testing

@testable import Recordings

@Suite("A clip is found in its track, at its place, and in no other")
struct ClipTests {
  private struct Music: Sendable {
    let tunes: [[Float]]
    let hearings: [TrackID: Hearing]

    init(_ count: UInt8) throws {
      tunes = (0..<count).map { Tune.samples(UInt64($0) * 17 + 3, seconds: 30) }
      var hearings: [TrackID: Hearing] = [:]
      for (number, tune) in tunes.enumerated() {
        hearings[Heard.id(UInt8(number))] = try Heard.hearing(UInt8(number), tune)
      }
      self.hearings = hearings
    }

    func identify(_ clip: [Float]) throws -> [ClipMatch] {
      let index = try RecordingIndex.reading(
        "/nowhere", tracks: hearings.keys.sorted { $0.description < $1.description }
      ) { hearings[$0] }
      var matcher = ClipMatcher(index: index.landmarks) { hearings[$0]?.landmarks }
      return try matcher.matches(
        of: Heard.landmarks(clip, density: .query).peaks,
        seconds: Double(clip.count) / Double(Tune.rate))
    }
  }

  private static let music = Result { try Music(5) }

  private func cut(_ tune: Int, _ start: Double, _ length: Double) throws -> [Float] {
    let all = try Self.music.get().tunes[tune]
    let first = Int(start * Double(Tune.rate))
    return Array(all[first..<first + Int(length * Double(Tune.rate))])
  }

  @Test("clips from 3 s on, cut anywhere", arguments: [3.0, 5, 10], [1.0, 11.37, 17.777])
  func cut(length: Double, start: Double) throws {
    for tune in 0..<5 {
      let matches = try Self.music.get().identify(cut(tune, start, length))
      #expect(matches.map(\.track) == [Heard.id(UInt8(tune))])
      let match = try #require(matches.first)
      #expect(abs(match.trackStart - match.clipStart - start) < 0.05)
      #expect(match.clipStart == 0)
      #expect(abs(match.length - length) < 0.02)
      #expect(match.expectedByChance <= ClipMatcher.acceptance)
    }
  }

  @Test("no further once nobody wants to know any more")
  func cancelled() async throws {
    let clip = try cut(1, 2, 20)
    let music = try Self.music.get()
    let search = Task {
      while !Task.isCancelled { await Task.yield() }
      return try music.identify(clip)
    }
    search.cancel()
    await #expect(throws: CancellationError.self) { try await search.value }
  }

  @Test("under noise as loud as the music")
  func noise() throws {
    let clip = try cut(2, 8, 8)
    let power = clip.reduce(0) { $0 + $1 * $1 } / Float(clip.count)
    // Uniform noise between −a and a has the power a²/3.
    let hiss = Tune.noise(clip.count, level: (3 * power).squareRoot(), seed: 5)
    let match = try #require(try Self.music.get().identify(zip(clip, hiss).map(+)).first)
    #expect(match.track == Heard.id(2))
    #expect(abs(match.trackStart - match.clipStart - 8) < 0.05)
  }

  @Test("faster or slower", arguments: [0.96, 0.975, 0.99, 1.01, 1.02, 1.035, 1.04])
  func speed(speed: Double) throws {
    let clip = Tune.faster(try cut(1, 6, 10), speed)
    let match = try #require(try Self.music.get().identify(clip).first)
    #expect(match.track == Heard.id(1))
    #expect(abs(match.trackStart - (6 + match.clipStart * speed)) < 0.05)
    #expect(abs(match.speed - speed) < 0.003)
  }

  @Test("a tape of three tracks gives three matches, in its order")
  func tape() throws {
    let tape = try cut(3, 2, 20) + cut(0, 5, 15) + cut(4, 10, 20)
    let matches = try Self.music.get().identify(tape)
    #expect(matches.map(\.track) == [3, 0, 4].map(Heard.id))
    for (match, place) in zip(matches, [(0.0, 2.0, 20.0), (20, 5, 15), (35, 10, 20)]) {
      #expect(abs(match.clipStart - place.0) < 2)
      #expect(abs(match.trackStart - match.clipStart - (place.1 - place.0)) < 0.05)
      #expect(abs(match.length - place.2) < 4)
    }
  }

  @Test(
    "three in ten of the landmarks are enough over 10 s, and may be chance over 4",
    arguments: [(10, true), (4, false)])
  func few(seconds: Int, isFound: Bool) throws {
    let tracks = (1...10 as ClosedRange<UInt8>).map { MadeUp.hearing($0) }
    let index = try RecordingIndex.reading("/nowhere", tracks: tracks.map(\.track)) { id in
      tracks.first { $0.track == id }
    }
    var matcher = ClipMatcher(index: index.landmarks) { id in
      tracks.first { $0.track == id }?.landmarks
    }
    let part = tracks[4].landmarks.peaks.filter {
      $0.frame >= 1000 && $0.frame < 1000 + 100 * seconds
    }
    let kept = part.enumerated().filter { $0.offset % 10 < 3 }.map {
      Landmark(frame: $0.element.frame - 1000, bin: $0.element.bin)
    }
    let matches = try matcher.matches(of: kept, seconds: Double(seconds))
    #expect(matches.map(\.track) == (isFound ? [tracks[4].track] : []))
  }

  @Test("other music, noise and silence are nothing")
  func nothing() throws {
    let music = try Self.music.get()
    for seed in 900..<908 as Range<UInt64> {
      #expect(try music.identify(Tune.samples(seed, seconds: 10)).isEmpty)
    }
    #expect(try music.identify(Tune.noise(10 * Tune.rate, level: 0.5, seed: 8)).isEmpty)
    #expect(try music.identify([Float](repeating: 0, count: 5 * Tune.rate)).isEmpty)
    #expect(try music.identify([]).isEmpty)
    #expect(try music.identify([0.5]).isEmpty)
  }

  @Test("the bound on chance: three heads of three, and a hundred coins")
  func chance() {
    #expect(abs(Chance.tail(hits: 3, trials: 3, rate: 0.1) + 3) < 0.01)
    // P(X ≥ 70) of 100 fair coins is 3.93e-5.
    #expect(abs(Chance.tail(hits: 70, trials: 100, rate: 0.5) - log10(3.93e-5)) < 0.02)
    #expect(Chance.tail(hits: 1, trials: 10, rate: 0.5) == 0)
    #expect(Chance.tail(hits: 0, trials: 0, rate: 0.5) == 0)
  }
}
