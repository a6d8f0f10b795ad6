import Foundation
public import Sound

/// Something that was listened to, out of a player's log.
public struct Play: Sendable, Equatable {
  public var track: TrackID
  /// Seconds since 1970, UTC.
  public var at: Double
  /// Whether the listener went on to something else before it was over.
  public var isSkipped: Bool

  public init(_ track: TrackID, at: Double, isSkipped: Bool = false) {
    self.track = track
    self.at = at
    self.isSkipped = isSkipped
  }
}

/// What a log says of a listener's taste on a day.
struct Taste {
  /// Tracks that were liked and how much, most first.
  let liked: [(track: TrackID, weight: Double)]
  /// Tracks that were skipped more than heard, most first.
  let disliked: [TrackID]
  /// Tracks heard so lately that they shall rest.
  let resting: Set<TrackID>

  /// chosen: what was loved a month ago counts half.
  private static let halfLife = 30.0
  /// Days.
  ///
  /// chosen: nobody wants yesterday's song as a discovery of today.
  private static let rest = 2.0

  /// - Parameters:
  ///   - plays: in any order, all before `moment`.
  ///   - moment: seconds since 1970.
  init(_ plays: [Play], at moment: Double) {
    var (weights, resting): ([TrackID: Double], Set<TrackID>) = ([:], [])
    // In the order of time, so that sums are the same each time.
    for play in plays.sorted(by: { ($0.at, $0.track.description) < ($1.at, $1.track.description) })
    {
      let days = (moment - play.at) / 86_400
      let weight = Self.halved(days / Self.halfLife)
      weights[play.track, default: 0] += play.isSkipped ? -weight : weight
      if days < Self.rest { resting.insert(play.track) }
    }
    let sorted = weights.sorted { ($1.value, $0.key.description) < ($0.value, $1.key.description) }
    liked = sorted.filter { $0.value > 0 }.map { (track: $0.key, weight: $0.value) }
    disliked = sorted.filter { $0.value < 0 }.reversed().map(\.key)
    self.resting = resting
  }

  /// 2 to the power −x.
  private static func halved(_ x: Double) -> Double { exp2(-x) }
}
