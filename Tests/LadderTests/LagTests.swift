import Sound
import TestSignals
import Testing

@testable import Ladder

@Suite("By how far a rendition is moved")
struct LagTests {
  private static let frames = 8192
  /// Of a burst: behind the end of what the lag of −128 looks at, within what the source is looked at in.
  private static let burst = 6018..<6138

  /// The failures of stretches of a tone with a burst of noise each, against the same with `coded` bursts.
  private func failures(moved: Int, coded: (UInt64) -> [Float]) -> [String] {
    var figures = CheckFigures(sampleRate: SampleRate(hertz: 44_100))
    for stretch in 0..<16 as Range<UInt64> {
      var source = Signals.sine(440, frames: Self.frames, sampleRate: 44_100, level: 0.3)
      var rendition = source
      let noise = Signals.noise(frames: Self.burst.count, level: 0.5, seed: 2 * stretch + 1)
      let other = coded(stretch)
      for (place, frame) in Self.burst.enumerated() {
        source[frame] += noise[place]
        rendition[frame] += other[place]
      }
      rendition = [Float](repeating: 0, count: moved) + rendition.dropLast(moved)
      figures.add(source.span, rendition.span, channel: 0, from: 0, closely: true)
    }
    let noted = Rendition(
      rung: "24", path: "24.ogg", bytes: 1, sha256: "", frames: Self.frames, sampleRate: 44_100,
      channels: 1, nominalBitrate: 24_000, meanBitrate: 24_000, peakBitrate: 24_000, quality: -0.1,
      gain: 0, settingsDigest: "", tagsDigest: "", encoderVersion: "", marks: [],
      seekTable: SeekTable(sampleRate: 44_100))
    return figures.report(noted, expected: Self.frames, decoded: Self.frames).failures
  }

  @Test("noise that the lowest rung codes as other noise is not moved, wherever it lies")
  func bursts() {
    let found = failures(moved: 0) {
      Signals.noise(frames: Self.burst.count, level: 0.5, seed: 2 * $0 + 2)
    }
    #expect(!found.contains { $0.contains("moved") }, "\(found)")
  }

  @Test("what is moved is seen, with bursts in it too", arguments: [1, 37, 100])
  func slip(frames: Int) {
    let found = failures(moved: frames) {
      Signals.noise(frames: Self.burst.count, level: 0.5, seed: 2 * $0 + 1)
    }
    #expect(found.contains("it fits best when moved by \(frames) frames"))
  }
}
