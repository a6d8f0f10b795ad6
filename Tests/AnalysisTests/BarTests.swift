import Analysis
import Foundation
import TestSignals
import Testing

@Suite struct BarTests {
  private static let rate = 22_050

  /// A band of three: a chord that changes on the first beat of each bar, a bass drum there and on every `drum`-th
  /// beat from it on, a rim shot on every beat, and on demand a loud hi-hat between the beats.
  private static func band(
    meter: Int, bpm: Double, bars: Int, drum: Int? = nil, hat: Float = 0
  ) -> (samples: [Float], downbeats: [Double], beats: [Double]) {
    let beat = 60 / bpm
    let frames = Int((Double(bars * meter) * beat + 1) * Double(rate))
    var samples = Signals.silence(frames: frames)
    var random = SeededGenerator(seed: 3)
    func add(_ start: Double, _ seconds: Double, _ wave: (Double) -> Float) {
      let first = Int(start * Double(rate))
      for i in 0..<min(Int(seconds * Double(rate)), frames - first) {
        samples[first + i] += wave(Double(i) / Double(rate))
      }
    }
    let roots = [130.81, 174.61, 196.0, 220.0]
    var (downbeats, beats): ([Double], [Double]) = ([], [])
    for bar in 0..<bars {
      for place in 0..<meter {
        let time = 0.3 + Double(bar * meter + place) * beat
        beats.append(time)
        if place == 0 {
          downbeats.append(time)
          let root = roots[bar % 4]
          add(time, Double(meter) * beat) { t in
            let chord = [1, 1.26, 1.5].map { sin(2 * .pi * root * $0 * t) }.reduce(0, +)
            return 0.06 * Float(chord * min(1, t / 0.01))
          }
        }
        if place % (drum ?? meter) == 0 {
          add(time, 0.15) { t in 0.6 * Float(exp(-t / 0.05) * sin(2 * .pi * 60 * t)) }
        }
        add(time, 0.04) { t in
          0.25 * Float(exp(-t / 0.01)) * Float.random(in: -1...1, using: &random)
        }
        if hat > 0 {
          add(time + beat / 2, 0.04) { t in
            hat * Float(exp(-t / 0.01)) * Float.random(in: -1...1, using: &random)
          }
        }
      }
    }
    return (samples, downbeats, beats)
  }

  @Test("bars are counted and begin where they begin", arguments: [3, 4])
  func bars(meter: Int) throws {
    let piece = Self.band(meter: meter, bpm: 112, bars: 16)
    let analysis = try Analysed.track([piece.samples], sampleRate: Self.rate)
    let found = try #require(analysis.meter)
    #expect(found.beatsPerBar == meter)
    #expect(found.confidence > 0.5)
    for downbeat in piece.downbeats.dropFirst().dropLast() {
      #expect(found.downbeats.contains { abs($0 - downbeat) < 0.03 })
    }
    #expect(abs(found.downbeats.count - piece.downbeats.count) <= 2)
    #expect(Set(found.downbeats).isSubset(of: Set(analysis.beats)))
  }

  /// The rim shots have 0.25.
  @Test(
    "a louder hi-hat between the beats does not draw the beats to it",
    arguments: [(2, 0.5), (1, 0.8)])
  func offbeat(drum: Int, hat: Float) throws {
    let piece = Self.band(meter: 4, bpm: 112, bars: 16, drum: drum, hat: hat)
    let analysis = try Analysed.track([piece.samples], sampleRate: Self.rate)
    #expect(abs(try #require(analysis.tempo).bpm / 112 - 1) < 0.01)
    for beat in piece.beats.dropFirst(2).dropLast(2) {
      #expect(analysis.beats.contains { abs($0 - beat) < 0.03 })
    }
  }

  @Test("too few beats make no bars, and an analysis of before bars still decodes")
  func without() throws {
    let clicks = Pieces.clickTrack(bpm: 120, seconds: 2.5, sampleRate: Self.rate).samples
    let analysis = try Analysed.track([clicks], sampleRate: Self.rate)
    #expect(analysis.meter == nil)
    let data = try JSONEncoder().encode(analysis)
    var object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    object["meter"] = nil
    let old = try JSONSerialization.data(withJSONObject: object)
    #expect(try JSONDecoder().decode(TrackAnalysis.self, from: old).meter == nil)
  }
}
