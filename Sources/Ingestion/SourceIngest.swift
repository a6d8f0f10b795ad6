import Analysis
import Catalogue
import Decoding
import Intake
import Ladder
import Sound
import Tagging

/// The route of one source: from a file that was found to a committed result.
///
/// Whatever goes wrong with the file is its outcome, not an error; what is thrown stops the whole ingest: a
/// full disk, a damaged catalogue, an interruption.
struct SourceIngest: Sendable {
  let library: Library
  let profile: LadderProfile
  let force: Set<Stage>
  let isDryRun: Bool
  let originals: OriginalsPolicy
  /// Whether files that were given up are tried again.
  let retriesQuarantined: Bool
  /// Who is told how far a file has come.
  var progress: WorkProgress.Listener?

  private var gate: Gate { library.gate }

  /// Bytes from which on a header is asked whether it may be read at all before the whole is hashed.
  ///
  /// chosen: a quarter of a second of hashing, against a millisecond for opening a file twice.
  private static let largeFile: Int64 = 256 << 20

  /// - Parameters:
  ///   - found: a file, under its absolute path.
  ///   - shown: the same path as the user gave it.
  /// - Returns: nil for files that are no sources, such as covers.
  /// - Throws: what stops the whole ingest.
  func ingest(_ found: FoundFile, shownAs shown: SourcePath) async throws -> SourceOutcome? {
    var outcome = SourceOutcome(path: shown, status: .ingested)
    outcome.bytes = found.stamp.size
    let known = try library.catalogue.source(at: found.path)
    do {
      if var known, known.stamp.sameContent(as: found.stamp) {
        if known.isMissing { try library.catalogue.setMissing(false, known.path) }
        known.isMissing = false
        if let track = known.track { return try await revisit(known, track, outcome) }
        if isSettled(known) { return rejected(known, outcome) }
      }
      guard case .source(let source) = try found.inspect() else { return nil }
      if found.stamp.size > Self.largeFile { _ = try library.access.reader(source.path) }
      let (digest, stamp) = try SourceDigest.digest(of: source.path)
      let key = digest.description
      return try await gate.holding(key) {
        try await self.look(
          SourceRecord(path: source.path, stamp: stamp, digest: key, status: .ingested), outcome)
      }
    } catch {
      let failure = try Failure.ofFile(error)
      return try reject(found, failure, known, isVerdict: Self.isVerdict(error), outcome)
    }
  }

  /// A file that has not changed since it was last looked at: what is missing or out of date is made.
  private func revisit(
    _ known: SourceRecord, _ track: TrackID, _ start: SourceOutcome
  ) async throws -> SourceOutcome {
    var outcome = start
    outcome.track = track
    let needs = try needs(of: track)
    if needs.isEmpty { outcome.status = .unchanged }
    if isDryRun { return outcome }
    if needs.isEmpty {
      // Another file gave the track what could not be made of this one.
      if known.attempts > 0 { try library.catalogue.record(known.withoutAttempts) }
      return outcome
    }
    if isGivenUp(known) { return rejected(known, outcome) }
    return try await gate.holding(track.description) {
      try complete(known, track, nil, outcome)
    }
  }

  /// A file whose bytes nobody else is looking at.
  private func look(
    _ start: SourceRecord, _ begun: SourceOutcome
  ) async throws -> SourceOutcome {
    var (record, outcome) = (start, begun)
    // Read only now: the same file, named twice, may have been committed a moment ago.
    let known = try library.catalogue.source(at: record.path)
    let own = known.flatMap { $0.digest == record.digest && $0.track != nil ? $0 : nil }
    if let twin = try own ?? library.catalogue.source(digest: start.digest ?? ""),
      let track = twin.track
    {
      // The same bytes, only touched, or under another name.
      let isMoved = own == nil && !Self.exists(twin.path)
      (record.track, record.warnings) = (track, twin.warnings)
      (record.tags, record.hasCover) = (twin.tags, twin.hasCover)
      record.status = twin.status
      if own == nil {
        let isHeld = try MissingFiles.isHeldElsewhere(record, in: library)
        if isHeld, !isMoved { record.status = .duplicate }
        // Of what is all there is, nobody shall think that it can go.
        if !isHeld, twin.status == .duplicate { record.status = .ingested }
      }
      (outcome.track, outcome.warnings) = (track, record.warnings)
      let needs = try needs(of: track)
      outcome.status =
        record.status == .duplicate ? .duplicate : needs.isEmpty ? .unchanged : record.status
      if isDryRun { return outcome }
      return try await gate.holding(track.description) {
        try library.catalogue.record(record, movedFrom: isMoved ? twin.path : nil)
        return try complete(record, track, nil, outcome)
      }
    }
    if isDryRun { return outcome }
    // A file that held a track before may only have been given other tags: decoding alone tells.
    let needs = known?.track == nil ? Needs(all: profile.rungs) : Needs(nothing: ())
    let pass = try SourcePass(
      record.path, needs: needs, by: library.access, progress: progress)
    try Self.requireUnchanged(record)
    let track = pass.report.trackID
    outcome.duration = pass.report.duration
    record.status = pass.report.isDamaged ? .damaged : .ingested
    record.warnings = pass.report.warnings.map {
      SourceWarning(code: $0.code, message: $0.message)
    }
    return try await gate.holding(track.description) {
      try complete(record, track, pass, outcome)
    }
  }

  /// Makes what a track lacks of one of its files and commits it, while nobody else works on the track.
  ///
  /// `first` is what was measured of the file already; nil for one whose result is committed.
  private func complete(
    _ start: SourceRecord, _ track: TrackID, _ first: SourcePass?, _ begun: SourceOutcome
  ) throws -> SourceOutcome {
    var (record, outcome) = (start.withoutAttempts, begun)
    let isNew = try !library.catalogue.holds(track)
    let lacks = isNew ? Needs(all: profile.rungs) : try needs(of: track)
    if first == nil, lacks.isEmpty {
      if originals == .copy { try KeptOriginals.keep(record, as: track, in: library) }
      return outcome
    }
    var newcomer: (record: SourceRecord, tagging: FileTagging)?
    if first != nil || !lacks.rungs.isEmpty {
      let tagging = try FileTagging.read(record.path, by: library.access)
      record.track = track
      (record.tags, record.hasCover) = (tagging.tags, tagging.cover != nil)
      if first != nil { record.warnings += tagging.warnings }
      newcomer = (record, tagging)
    }
    var costs = StageCosts()
    var pass = first
    let derivatives = try work.derive(
      lacks, of: track, from: record.path, after: &pass, newcomer: newcomer, costs: &costs)
    if originals == .copy { try KeptOriginals.keep(record, as: track, in: library) }
    (outcome.track, outcome.stages) = (track, costs.stages)
    outcome.duration = pass?.report.duration ?? 0
    if let report = first?.report {
      let isDuplicate = try library.catalogue.record(
        record, track: TrackRecord(report, tags: record.tags), derivatives: derivatives,
        isHeldElsewhere: try MissingFiles.isHeldElsewhere(record, in: library))
      outcome.status = isDuplicate ? .duplicate : record.status
      outcome.warnings = record.warnings
    } else {
      try library.catalogue.record(record)
      try library.catalogue.record(derivatives, of: track)
    }
    return outcome
  }

  private var work: TrackWork {
    TrackWork(library: library, profile: profile, progress: progress)
  }

  private func needs(of track: TrackID) throws -> Needs {
    Needs(
      try library.catalogue.freshness(of: track), rungs: profile.rungs, store: library.store,
      force: force)
  }
}

extension SourceRecord {
  /// The file as one on which nothing failed.
  fileprivate var withoutAttempts: SourceRecord {
    var record = self
    (record.attempts, record.code, record.message, record.offset) = (0, nil, nil, nil)
    return record
  }
}

extension TrackRecord {
  init(_ report: DecodingReport, tags: TrackTags) {
    self.init(
      id: report.trackID, sampleRate: report.format.sampleRate.hertz,
      channels: report.format.channels, frames: report.frames, bits: report.sampleFormat.bits,
      container: report.sampleFormat.container, codec: report.sampleFormat.codec,
      integrity: report.integrity.rawValue, tags: tags)
  }
}

extension CatalogueEntry {
  var loudness: Loudness? { derivatives.analysis?.loudness }
}
