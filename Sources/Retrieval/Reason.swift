import Analysis
public import Catalogue
public import Similarity

/// Why a track is near: what it shares with a seed, nearest first, in words.
public struct Reason: Sendable, Equatable {
  /// Families in which the two are clearly nearer than any two tracks, those that explain most first.
  public let families: [FeatureFamily]
  /// What they have in common, such as "122 and 124 BPM", the nearest first.
  public let shared: [String]

  /// A family counts as alike below this part of its squared distance between any two tracks.
  ///
  /// chosen: tracks of one artist of the corpus lie at half of it.
  private static let clearlyBelow = 0.6
  /// As many traits as one sentence carries.
  ///
  /// chosen: three; a longer list is not read.
  private static let most = 3
  /// Traits this many clear steps apart are shared.
  ///
  /// chosen: within half a step hardly anybody hears a difference; see `Tunable.steps`.
  private static let near = 0.5

  /// - Parameters:
  ///   - shares: of the distance between the two.
  ///   - distance: between the two.
  ///   - seed: one of them.
  ///   - found: the other.
  public init(
    _ shares: FamilyShares, of distance: Double, between seed: TrackSummary?,
    and found: TrackSummary
  ) {
    let median = Likeness.medianDistance
    families = FeatureFamily.allCases
      .map { family in
        let usual = FamilyShares.ofAnyPair[family] * median * median
        return (family: family, here: shares[family] * distance * distance, usual: usual)
      }
      .filter { $0.here < Self.clearlyBelow * $0.usual }
      .sorted { $0.usual - $0.here > $1.usual - $1.here }.map(\.family)
    guard let seed else {
      shared = []
      return
    }
    var traits = [
      Tunable.tempo, .energy, .danceability, .valence, .acousticness,
      .instrumentalness, .speechiness, .liveness,
    ].compactMap { tunable -> (steps: Double, words: String)? in
      guard let a = tunable.value(in: seed), let b = tunable.value(in: found) else { return nil }
      let steps = tunable.steps(from: a, to: b)
      return steps <= Self.near ? (steps, Self.words(tunable, a, b)) : nil
    }
    if let a = seed.key, let b = found.key, a.compatible.contains(b) {
      let words = a == b ? "both in \(a)" : "\(a) and \(b), which mix"
      traits.append((a == b ? 0 : Self.near / 2, words))
    }
    shared = traits.enumerated()
      .sorted { ($0.element.steps, $0.offset) < ($1.element.steps, $1.offset) }
      .prefix(Self.most).map(\.element.words)
  }

  /// One sentence; what is not alike is not mentioned.
  public var sentence: String {
    let names = families.map(\.rawValue)
    let alike =
      names.isEmpty
      ? "Alike in no respect more than another"
      : names.count == FeatureFamily.allCases.count
        ? "Alike in every respect" : "Alike in \(Self.list(names))"
    return shared.isEmpty ? "\(alike)." : "\(alike): \(shared.joined(separator: "; "))."
  }

  private static func words(_ tunable: Tunable, _ a: Double, _ b: Double) -> String {
    switch tunable {
    case .tempo:
      let (a, b) = (Int(a.rounded()), Int(b.rounded()))
      return a == b ? "both at \(a) BPM" : "\(a) and \(b) BPM"
    default:
      let (a, b) = (Int((a * 100).rounded()), Int((b * 100).rounded()))
      return a == b ? "\(tunable.rawValue) \(a) %" : "\(tunable.rawValue) \(a) and \(b) %"
    }
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
