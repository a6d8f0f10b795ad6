import RealModule

/// How likely a listener taps, and a bar begins, at each moment of a chapter, as `BeatNetwork` hears it.
struct BeatActivation {
  /// Onset frames to a value: 20 ms.
  static let framesPerValue = 2

  /// 0…1.
  var beats: [Float] = []
  /// 0…1.
  var downbeats: [Float] = []

  /// Without what is expected before the music, or after it: of the onset frames in `active` alone.
  func heard(in active: Range<Int>) -> BeatActivation {
    var heard = self
    for n in beats.indices where !active.contains(n * Self.framesPerValue) {
      heard.beats[n] = 0
      heard.downbeats[n] = 0
    }
    return heard
  }

  /// Some onset frames, which begin with a value.
  func part(_ frames: Range<Int>) -> BeatActivation {
    let first = min(frames.lowerBound / Self.framesPerValue, beats.count)
    let end = min((frames.upperBound + 1) / Self.framesPerValue, beats.count)
    return BeatActivation(
      beats: Array(beats[first..<end]), downbeats: Array(downbeats[first..<end]))
  }

  /// The beats' activation at each of `count` onset frames, on straight lines between the values.
  func envelope(frames count: Int) -> [Float] {
    guard let last = beats.indices.last else { return [Float](repeating: 0, count: count) }
    return (0..<count).map { frame in
      let low = min(frame / Self.framesPerValue, last)
      let share = Float(frame % Self.framesPerValue) / Float(Self.framesPerValue)
      return beats[low] + share * (beats[min(low + 1, last)] - beats[low])
    }
  }

  /// ln of the odds that a bar begins at a fractional onset frame: the largest within one value of it.
  func barOdds(at frame: Double) -> Float {
    guard let last = downbeats.indices.last else { return 0 }
    let nearest = min(max(0, Int((frame / Double(Self.framesPerValue)).rounded())), last)
    let top = downbeats[max(0, nearest - 1)...min(last, nearest + 1)].max() ?? 0
    let likely = min(max(top, 1e-4), 1 - 1e-4)
    return .log(likely / (1 - likely))
  }
}
