import Analysis
public import Catalogue
import Foundation
import Similarity

/// What recommendations can be bound to or aimed at, named as the public Web API names it.
public enum Tunable: String, Sendable, CaseIterable {
  case acousticness, danceability, energy, instrumentalness, key, liveness, loudness, mode
  case popularity, speechiness, tempo, valence
  case duration = "duration_ms"
  case timeSignature = "time_signature"

  /// Nil where it is not known.
  ///
  /// Keys count from C = 0, major is 1 and minor 0, tempo is beats a minute, loudness LUFS. Popularity
  /// is never known: nobody counts plays here. In thousandths, so that a bound at a value that was read holds it.
  ///
  /// - Parameters:
  ///   - summary: of the track.
  ///   - beatsPerBar: of the track; summaries do not hold it.
  /// - Returns: the value.
  public func value(in summary: TrackSummary, beatsPerBar: Int? = nil) -> Double? {
    switch self {
    case .duration: (summary.duration * 1000).rounded()
    case .key: summary.key.map { Double($0.tonic.rawValue) }
    case .mode: summary.key.map { $0.mode == .major ? 1 : 0 }
    case .loudness: summary.integrated.map(TrackFilter.printed)
    case .tempo: summary.bpm.map(TrackFilter.printed)
    case .timeSignature: beatsPerBar.map(Double.init)
    case .popularity: nil
    case .acousticness, .danceability, .energy, .instrumentalness, .liveness, .speechiness,
      .valence:
      summary.descriptors[rawValue].map(TrackFilter.printed)
    }
  }

  /// How far a value lies from `target`, in steps that a listener would call clear: 0 for none, `farthest` at most.
  ///
  /// - Parameters:
  ///   - target: what is aimed at.
  ///   - value: nil where it is not known, which is as far as can be.
  /// - Returns: the steps.
  public func steps(from target: Double, to value: Double?) -> Double {
    guard let value else { return Self.farthest }
    return min(Self.farthest, plainSteps(from: target, to: value))
  }

  private func plainSteps(from target: Double, to value: Double) -> Double {
    switch self {
    case .tempo, .duration:
      guard target > 0, value > 0 else { return Self.farthest }
      return abs(log(value / target)) / Self.clearRatio
    case .key:
      // Around the circle of semitones; six is the farthest.
      let apart = abs((value - target).truncatingRemainder(dividingBy: 12))
      return min(apart, 12 - apart)
    case .mode, .timeSignature: return value == target ? 0 : 1
    case .loudness: return abs(value - target) / Self.clearDecibels
    default: return abs(value - target) / Self.clearShare
    }
  }

  /// What an unknown value counts as, and the most that a known one does.
  public static let farthest = 5.0

  /// chosen: a tenth in tempo is the least that dancers call another tempo; natural logarithm.
  private static let clearRatio = 0.1
  /// chosen: 3 dB is heard as louder, not as much louder.
  private static let clearDecibels = 3.0
  /// chosen: near half the deviation of energy and valence over the corpus (docs/descriptors.md).
  private static let clearShare = 0.1
}

/// Bounds and aims of a recommendation.
public struct Tuning: Sendable, Equatable {
  /// A track without the value meets no bound on it.
  public var bounds: [Tunable: ClosedRange<Double>] = [:]
  /// What the tracks shall be near; a track without the value ranks as far away from it.
  public var targets: [Tunable: Double] = [:]

  /// What a mean of one clear step from the targets adds to a rank, in distances.
  ///
  /// chosen: a twentieth of the distance of a median pair; five steps, as far as a target reaches, outweigh a quarter
  /// of the sound, which is the way from the nearest of a list to its end.
  public static let stepWeight = 0.05 * Likeness.medianDistance

  public init() {}

  public var isEmpty: Bool { bounds.isEmpty && targets.isEmpty }

  /// Whether the number of beats in a bar is asked for.
  var asksForMetre: Bool { bounds[.timeSignature] != nil || targets[.timeSignature] != nil }

  /// Sets or narrows a bound from below; no value lies above one that is not a number.
  public mutating func setLeast(_ tunable: Tunable, _ value: Double) {
    guard !value.isNaN else {
      bounds[tunable] = Self.nothing
      return
    }
    let most = bounds[tunable]?.upperBound ?? .infinity
    bounds[tunable] = value...max(value, most)
    if most < value { bounds[tunable] = Self.nothing }
  }

  /// Sets or narrows a bound from above.
  public mutating func setMost(_ tunable: Tunable, _ value: Double) {
    let least = bounds[tunable]?.lowerBound ?? -.infinity
    bounds[tunable] = least <= value ? least...value : Self.nothing
  }

  /// A range that holds no value of any track.
  private static let nothing = Double.infinity...Double.infinity

  /// Whether `summary` meets every bound.
  public func admits(_ summary: TrackSummary, beatsPerBar: Int? = nil) -> Bool {
    bounds.allSatisfy { tunable, range in
      tunable.value(in: summary, beatsPerBar: beatsPerBar).map(range.contains) ?? false
    }
  }

  /// The mean number of clear steps from the targets; 0 without any.
  public func distance(of summary: TrackSummary, beatsPerBar: Int? = nil) -> Double {
    guard !targets.isEmpty else { return 0 }
    // In the order of the names, so that sums are the same each time.
    let steps = targets.sorted { $0.key.rawValue < $1.key.rawValue }.map { tunable, target in
      tunable.steps(from: target, to: tunable.value(in: summary, beatsPerBar: beatsPerBar))
    }
    return steps.reduce(0, +) / Double(steps.count)
  }
}
