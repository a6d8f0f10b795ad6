import RealModule
import Sound

/// Two tracks held against each other.
///
/// Merged are only tracks for which several independent proofs agree: the words of the fingerprints along straight lines,
/// the landmarks at the same places, and the course of the levels. Where one of them says no, there is no verdict.
public struct Comparison: Sendable, Equatable {
  public var verdict: Verdict
  public var evidence: Evidence

  /// - Returns: nil where the tracks are not the same performance over 10 s.
  public init?(_ first: Hearing, _ second: Hearing) {
    let alignment = WordAlignment(first.words, second.words)
    let aligned = alignment.runs.map { Self.stretch($0) }
    let stretches = Self.joined(
      aligned.filter {
        LandmarkAgreement(first.landmarks, second.landmarks, [$0]).isProof
      })
    guard let evidence = Evidence(first, second, stretches),
      let verdict = Self.verdict(evidence, first, second)
    else { return nil }
    self.verdict = verdict
    self.evidence = evidence
  }

  /// A word looks 2.6 s ahead: so much more is alike than its run says.
  private static func stretch(_ run: WordAlignment.Run) -> Stretch {
    Stretch(
      first: Double(run.first) * WordKeys.secondsPerWord,
      second: Double(run.second) * WordKeys.secondsPerWord,
      length: Double(run.count) * WordKeys.secondsPerWord + lookAhead,
      bitErrors: run.bitErrors)
  }

  /// Seconds: 19 frames of 4 096 samples at 11 025 a second, a third of one apart.
  static let lookAhead = (4096.0 + 18 * 1365) / 11_025

  /// Stretches of one line with nothing but a moment of other words between them are one.
  private static func joined(_ stretches: [Stretch]) -> [Stretch] {
    var result: [Stretch] = []
    for next in stretches {
      guard let last = result.last, abs(last.shift - next.shift) < 0.2,
        next.first - last.first - last.length < 6
      else {
        result.append(next)
        continue
      }
      let length = next.first + next.length - last.first
      let bits =
        (last.bitErrors * last.length + next.bitErrors * next.length)
        / (last.length + next.length)
      result[result.count - 1] = Stretch(
        first: last.first, second: last.second, length: length, bitErrors: bits)
    }
    return result
  }

  private static func verdict(
    _ evidence: Evidence, _ first: Hearing, _ second: Hearing
  ) -> Verdict? {
    // Levels that run against each other are no proof of one performance.
    if let levels = evidence.levels, levels < VerdictRules.leastLevels { return nil }
    let shorter = min(first.duration, second.duration)
    let isWhole =
      evidence.stretches.count == 1 && evidence.coverage >= VerdictRules.whole
      && evidence.coverageOfLonger >= VerdictRules.whole
    if isWhole {
      let isSame =
        evidence.bitErrors <= VerdictRules.sameMasterBits
        && evidence.dynamics <= VerdictRules.sameMasterDynamics
        && evidence.balance <= VerdictRules.sameMasterBalance
      return isSame ? .sameMaster : .otherMaster
    }
    let shared = evidence.coverage * shorter
    if evidence.coverage >= VerdictRules.edit && shared >= VerdictRules.editSeconds {
      return .edit
    }
    return .excerpt
  }
}

extension Evidence {
  /// Nil where nothing is shared.
  fileprivate init?(_ first: Hearing, _ second: Hearing, _ stretches: [Stretch]) {
    guard !stretches.isEmpty else { return nil }
    let shared = stretches.reduce(0) { $0 + $1.length }
    let (shorter, longer) = (
      min(first.duration, second.duration), max(first.duration, second.duration)
    )
    let landmarks = LandmarkAgreement(first.landmarks, second.landmarks, stretches)
    let levels = LevelAgreement(first.landmarks, second.landmarks, stretches)
    self.init(
      coverage: min(1, shared / shorter), coverageOfLonger: min(1, shared / longer),
      bitErrors: stretches.reduce(0) { $0 + $1.bitErrors * $1.length } / shared,
      landmarks: landmarks.share, landmarksByChance: landmarks.chance,
      levels: levels.count >= LevelAgreement.least ? levels.correlation : nil,
      dynamics: levels.dynamics, balance: levels.balance, stretches: stretches)
  }
}

extension Comparison {
  /// What was found before.
  public init(verdict: Verdict, evidence: Evidence) {
    self.verdict = verdict
    self.evidence = evidence
  }
}
