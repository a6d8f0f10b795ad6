import RealModule
public import Sound

/// Finds out which tracks a clip was taken from, and where in them it begins.
public struct ClipMatcher {
  /// Matches by chance that are accepted, expected over one search of the whole library.
  ///
  /// Measured: docs/recordings.md has what it lets through.
  static let acceptance = 1e-4
  /// The same where the evidence is weaker than it looks: at another speed, and below `plainShare`.
  ///
  /// Landmarks of one drum kit or one organ do not lie independently, as chance is counted.
  /// Measured: of 1 572 degraded clips of 20 pieces that were not in the library, seven matched with 10⁻⁵ to 10⁻¹¹.
  /// Also what is beyond doubt, so that no other speed has anything to add.
  private static let strictAcceptance = 1e-8
  /// Share of a track's landmarks from which on a clip is plainly a part of it.
  private static let plainShare = 0.4
  /// Share of a track's landmarks that a clip must have; more where it plays at another speed, which leaves
  /// most of them but gives eight more chances.
  ///
  /// Measured: at the same speed 0.24 is the least that noise as loud as the music leaves of 10 s, and 0.48
  /// the least that a 24 kbps encoder leaves of 3 s; pieces for one drum kit share 0.35 at the wrong speed.
  private static let leastShare = 0.2
  private static let leastShareAtOtherSpeed = 0.4
  /// How many times as many landmarks must agree as at the best of the places around it.
  private static let leastLead = 1.6
  /// Share of the best match's share that another track must have for the same moment: an encoder of 24 kbps
  /// leaves 0.7 of another copy's.
  private static let leastOfBest = 0.6
  /// The furthest from 1 that a speed may be: 4 %, and what a fit may be wrong by.
  private static let furthestSpeed = 0.0425
  /// A clip is looked up in windows of this many seconds, half overlapping; a shorter one whole.
  static let window = 10.0
  /// Whole clips up to this many seconds are one window.
  static let longestWhole = 15.0
  /// Speeds that are tried where the clip does not agree as it is.
  static let otherSpeeds = [0.99, 1.01, 0.98, 1.02, 0.97, 1.03, 0.96, 1.04]
  /// Keys of one window that are looked up at most; more find no more (docs/recordings.md, the index).
  private static let keyBudget = 5_000
  /// The same at each of the other speeds, eight of which are tried.
  private static let otherKeyBudget = 2_500
  /// Places on the tape that are looked at closely.
  private static let candidates = 16
  /// Keys that must agree for a place to be looked at.
  private static let leastVotes = 4
  /// Places on the tape that are looked at for one window, and at each of the other speeds.
  ///
  /// Measured: docs/recordings.md, the index; half of the second loses a tenth of the clips at another speed, twice
  /// both finds one in forty more and takes half as long again.
  private static let hitBudget = 600_000
  private static let otherHitBudget = 300_000

  private let index: PostingIndex
  private let landmarks: (TrackID) throws -> Landmarks?
  private var known: [TrackID: Landmarks] = [:]

  /// - Parameters:
  ///   - index: over landmarks.
  ///   - landmarks: what is stored of a track.
  public init(
    index: PostingIndex, landmarks: @escaping (TrackID) throws -> Landmarks?
  ) {
    self.index = index
    self.landmarks = landmarks
  }

  /// Looks a clip up.
  ///
  /// - Parameters:
  ///   - clip: landmarks of `LandmarkAnalyser.Density.query`.
  ///   - seconds: its length.
  /// - Returns: the stretches of it that were found, in its order, the best first for each moment.
  /// - Throws: `RecordingsError.damaged`, `CancellationError` between two windows, and what `landmarks` throws.
  public mutating func matches(of clip: [Landmark], seconds: Double) throws -> [ClipMatch] {
    let length = max(
      (clip.last?.frame ?? 0) + 1, Int((seconds * Landmarks.framesPerSecond).rounded()))
    var stretches = StretchJoiner()
    var speed = 1.0
    for range in Self.windows(frames: length) {
      try Task.checkCancellation()
      let first = clip.firstPlace { $0.frame >= range.lowerBound }
      let last = clip.firstPlace { $0.frame >= range.upperBound }
      let part = clip[first..<last].map {
        Landmark(frame: $0.frame - range.lowerBound, bin: $0.bin)
      }
      let found = try search(part, likely: speed)
      if let best = found.first { speed = Self.nearestSpeed(best.agreement.speed) }
      for hit in found { stretches.add(hit, window: range) }
    }
    known.removeAll(keepingCapacity: true)
    return stretches.matches(clipFrames: length)
  }

  private static func windows(frames: Int) -> [Range<Int>] {
    let perSecond = Landmarks.framesPerSecond
    guard Double(frames) > longestWhole * perSecond else { return [0..<frames] }
    let length = Int(window * perSecond)
    var windows: [Range<Int>] = []
    var start = 0
    while start + length < frames {
      windows.append(start..<start + length)
      start += length / 2
    }
    windows.append(frames - length..<frames)
    return windows
  }

  private static func nearestSpeed(_ speed: Double) -> Double {
    ([1.0] + otherSpeeds).min { abs($0 - speed) < abs($1 - speed) } ?? 1
  }

  /// What one window agrees with, the best first, each track once.
  private mutating func search(
    _ part: [Landmark], likely: Double
  ) throws -> [WindowMatch] {
    var best: [TrackID: WindowMatch] = [:]
    var tried = 1.0
    for speed in [likely] + ([1.0] + Self.otherSpeeds).filter({ $0 != likely }) {
      // Each further speed is a further chance to be wrong.
      tried = speed == likely ? 1 : Double(1 + Self.otherSpeeds.count)
      let trials = Double(max(1, index.steps)) * tried
      for found in try agreements(part, speed: speed) {
        let expected = trials * .exp10(found.agreement.logChance)
        guard expected <= Self.acceptance(of: found.agreement),
          Self.isConvincing(found.agreement)
        else { continue }
        if let known = best[found.track], known.expected <= expected { continue }
        best[found.track] = WindowMatch(
          track: found.track, agreement: found.agreement, expected: expected)
      }
      if best.values.contains(where: { $0.expected < Self.strictAcceptance }) { break }
    }
    // Music on one grid has much in common; what the best match has far more of explains the others away.
    let top = best.values.map(\.agreement.share).max() ?? 0
    return best.values.filter { $0.agreement.share >= Self.leastOfBest * top }.sorted {
      ($0.expected, $0.track.description) < ($1.expected, $1.track.description)
    }
  }

  private static func isConvincing(_ agreement: PeakAgreement) -> Bool {
    let least = isAsFast(agreement) ? leastShare : leastShareAtOtherSpeed
    return abs(agreement.speed - 1) <= furthestSpeed && agreement.share >= least
      && agreement.share >= leastLead * agreement.rival
  }

  private static func acceptance(of agreement: PeakAgreement) -> Double {
    isAsFast(agreement) && agreement.share >= plainShare ? acceptance : strictAcceptance
  }

  /// Whether the clip plays as fast as the track, as far as can be told: landmarks that are right within a frame
  /// tell half a percent over 3 s, and less the longer they run.
  private static func isAsFast(_ agreement: PeakAgreement) -> Bool {
    let seconds = max(3, Landmarks.seconds(agreement.last - agreement.first))
    return abs(agreement.speed - 1) < 0.015 / seconds
  }

  private mutating func agreements(
    _ part: [Landmark], speed: Double
  ) throws -> [(track: TrackID, agreement: PeakAgreement)] {
    let wanted = LandmarkKeys.wanted(
      part,
      LandmarkKeys.Query(
        speed: speed, budget: speed == 1 ? Self.keyBudget : Self.otherKeyBudget))
    let steps = Int(Double((part.last?.frame ?? 0) + 1) * speed) / 2
    let clusters = try index.clusters(
      wanted, hitBudget: speed == 1 ? Self.hitBudget : Self.otherHitBudget, least: Self.leastVotes,
      limit: Self.candidates,
      separation: max(steps, 25))
    var result: [(track: TrackID, agreement: PeakAgreement)] = []
    for cluster in clusters {
      if known[cluster.track] == nil { known[cluster.track] = try landmarks(cluster.track) }
      guard let stored = known[cluster.track] else { continue }
      var agreement = PeakAgreement(
        clip: part, track: stored.peaks, offset: 2 * Double(cluster.offset), speed: speed)
      // A speed between two that are tried, or next to the right one: nearer, more agrees.
      for _ in 0..<3 where abs(agreement.speed / speed - 1) > 0.002 {
        let closer = PeakAgreement(
          clip: part, track: stored.peaks, offset: agreement.offset, speed: agreement.speed)
        guard closer.found >= agreement.found, closer.speed != agreement.speed else { break }
        agreement = closer
      }
      result.append((cluster.track, agreement))
    }
    return result
  }
}

/// What a window of a clip agrees with.
struct WindowMatch {
  var track: TrackID
  var agreement: PeakAgreement
  var expected: Double
}
