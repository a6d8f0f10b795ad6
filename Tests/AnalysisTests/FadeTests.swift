import RealModule
import Sound
import TestSignals
import Testing

@testable import Analysis

@Suite struct FadeTests {
  private static let rate = 8000

  /// Music of 40 s under a gain that depends on the second.
  private static func fades(_ gain: (Double) -> Double) throws -> Fades {
    let music = Signals.music(frames: 40 * rate, sampleRate: rate)
    let faded = music.indices.map { music[$0] * Float(gain(Double($0) / Double(rate))) }
    return try #require(try Analysed.track([faded], sampleRate: rate).fades)
  }

  @Test("music that does neither has no fades")
  func none() throws {
    let fades = try Self.fades { _ in 1 }
    #expect(fades.endOfFadeIn == 0 && abs(fades.startOfFadeOut - 40) < 0.11)
  }

  @Test("a fade is found whether it is straight in amplitude or in decibels", arguments: [4.0, 10])
  func found(seconds: Double) throws {
    let straight = try Self.fades { max(0, min(1, $0 / seconds, (40 - $0) / seconds)) }
    #expect(abs(straight.endOfFadeIn - seconds) < 0.25 * seconds)
    #expect(abs(straight.startOfFadeOut - (40 - seconds)) < 0.25 * seconds)
    let exponential = try Self.fades {
      .pow(10, -2 * max(0, 1 - $0 / seconds, 1 - (40 - $0) / seconds))
    }
    #expect(abs(exponential.endOfFadeIn - seconds) < 0.25 * seconds)
    #expect(abs(exponential.startOfFadeOut - (40 - seconds)) < 0.25 * seconds)
  }

  @Test("silence around music that begins and ends at once is no fade")
  func silence() throws {
    let fades = try Self.fades { (3...35).contains($0) ? 1 : 0 }
    #expect(abs(fades.endOfFadeIn - 3) < 0.3 && abs(fades.startOfFadeOut - 35) < 0.3)
  }

  @Test("a quiet beginning is not a fade")
  func quietIntroduction() throws {
    let fades = try Self.fades { $0 < 6 ? 0.1 : 1 }
    #expect(fades.endOfFadeIn < 0.3)
  }

  @Test("a fade is told within the track, whatever its length", arguments: [1, 100, 8000, 30_000])
  func short(frames: Int) throws {
    let noise = Signals.noise(frames: frames)
    guard let fades = try Analysed.track([noise], sampleRate: Self.rate).fades else { return }
    #expect(0 <= fades.endOfFadeIn && fades.endOfFadeIn <= fades.startOfFadeOut)
    #expect(fades.startOfFadeOut <= Double(frames) / Double(Self.rate))
  }
}
