import RealModule
import Sound

/// Tells stereo whose channels cancel each other, so that their sum says nothing.
struct PhaseComparison {
  /// Stereo whose difference carries this many times the energy of its sum has no mono to speak of.
  private static let ratio = 4.0

  private var sumEnergy: Double = 0
  private var differenceEnergy: Double = 0

  var isOutOfPhase: Bool { differenceEnergy > Self.ratio * sumEnergy }

  /// Takes the next block; one that is not stereo says nothing.
  mutating func consume(_ block: PCMBlock) {
    guard block.channels.count == 2 else { return }
    let (left, right) = (block.channels[0], block.channels[1])
    let (l, r) = (left.span, right.span)
    var sum: Float = 0
    var difference: Float = 0
    for i in 0..<block.frames {
      let s = l[i] + r[i]
      let d = l[i] - r[i]
      sum = Relaxed.multiplyAdd(s, s, sum)
      difference = Relaxed.multiplyAdd(d, d, difference)
    }
    sumEnergy += Double(sum)
    differenceEnergy += Double(difference)
  }
}
