public import Catalogue
public import Sound

/// What an ingest says of one source.
public struct SourceOutcome: Sendable {
  public var path: SourcePath
  public var status: SourceStatus
  public var track: TrackID?
  /// CPU seconds, in the order of the route: decode, ladder, fingerprint, analysis, verification.
  ///
  /// Only stages that ran.
  public var stages: [(name: String, seconds: Double)] = []
  public var warnings: [SourceWarning] = []
  public var code: String?
  public var message: String?
  public var offset: Int?
  /// Whether the file was given up after several attempts in vain.
  public var isQuarantined = false
  /// Bytes of the file and seconds of audio, for whoever shows progress.
  public var bytes = 0
  public var duration = 0.0

  init(path: SourcePath, status: SourceStatus, track: TrackID? = nil) {
    self.path = path
    self.status = status
    self.track = track
  }
}

/// What an ingest did in all.
public struct IngestSummary: Sendable {
  public var counts: [SourceStatus: Int] = [:]
  /// Files beside the music that nobody expects to hear.
  public var ignored = 0
  /// Files noted under the same paths that are no longer there.
  public var missing = 0
  /// What was found wrong with renditions, of whatever tracks; no file is to blame, and nothing was stopped.
  public var failures: [Failure] = []
  /// Wall-clock seconds, and seconds of audio that were worked on.
  public var seconds = 0.0
  public var audio = 0.0

  public init() {}

  public mutating func add(_ outcome: SourceOutcome) {
    counts[outcome.status, default: 0] += 1
    if outcome.status != .unchanged { audio += outcome.duration }
  }
}
