public import Sound

/// Two tracks that were found to be one recording, and how sure that is.
public struct RecordingLink: Sendable, Equatable {
  public var first: TrackID
  public var second: TrackID
  public var verdict: Verdict
  /// Share of the shorter track that both have.
  public var coverage: Double

  public init(first: TrackID, second: TrackID, verdict: Verdict, coverage: Double) {
    self.first = first
    self.second = second
    self.verdict = verdict
    self.coverage = coverage
  }
}
