import RealModule

/// How long a track dwells at each loudness: all that the loudness of an album needs to know of it.
///
/// Counts the 400 ms blocks above the absolute gate (BS.1770-5, Annex 1) in classes of 0.1 LU, each with
/// the mean of its blocks' energies. Sums are exact then; what is not is on which side of the relative
/// gate the blocks of a single class fall, so an album's loudness is the one that the standard gives
/// for a gate moved by 0.1 LU at most.
public struct LoudnessHistogram: Sendable, Equatable, Codable {
  /// The blocks of one class.
  public struct Class: Sendable, Equatable, Codable {
    /// The class holds loudnesses from −70 LUFS + `index` · 0.1 LU on.
    public var index: Int
    public var count: Int
    /// Mean of the weighted mean squares.
    public var energy: Float
  }

  /// LU.
  static let width = 0.1

  /// The classes that hold blocks, the quietest first.
  public var classes: [Class]

  init(classes: [Class]) { self.classes = classes }

  init(blocks: [Double]) {
    var sums: [Int: (count: Int, energy: Double)] = [:]
    for block in blocks where block > 0 {
      let loudness = LoudnessMeter.decibels(block)
      guard loudness > LoudnessMeter.absoluteGate else { continue }
      let index = Int((loudness - LoudnessMeter.absoluteGate) / Self.width)
      sums[index, default: (0, 0)].count += 1
      sums[index, default: (0, 0)].energy += block
    }
    classes = sums.sorted { $0.key < $1.key }.map { index, sum in
      Class(index: index, count: sum.count, energy: Float(sum.energy / Double(sum.count)))
    }
  }

  /// Integrated loudness, in LUFS, of all tracks as one programme (ReplayGain 2's and EBU R 128's album
  /// loudness); nil where nothing lies above the gate.
  public static func integrated(_ tracks: [LoudnessHistogram]) -> Double? {
    let classes = tracks.flatMap(\.classes)
    let (count, energy) = total(classes)
    guard count > 0 else { return nil }
    let gate = energy / Double(count) / 10
    let kept = total(classes.filter { Double($0.energy) > gate })
    return kept.count > 0 ? LoudnessMeter.decibels(kept.energy / Double(kept.count)) : nil
  }

  /// The gain in dB that brings an album of these tracks to ReplayGain 2's −18 LUFS; nil for silence.
  public static func albumGain(_ tracks: [LoudnessHistogram]) -> Double? {
    integrated(tracks).map { Loudness.replayGainReference - $0 }
  }

  private static func total(_ classes: [Class]) -> (count: Int, energy: Double) {
    classes.reduce(into: (0, 0.0)) { sum, next in
      sum.0 += next.count
      sum.1 += Double(next.count) * Double(next.energy)
    }
  }
}
