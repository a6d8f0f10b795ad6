import Analysis
import Catalogue
import Decoding
import Fingerprinting
import Intake
import Ladder
import Similarity
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
  let gate = Gate()

  /// - Parameters:
  ///   - found: a file, under its absolute path.
  ///   - shown: the same path as the user gave it.
  /// - Returns: nil for files that are no sources, such as covers.
  /// - Throws: what stops the whole ingest.
  func ingest(_ found: FoundFile, shownAs shown: SourcePath) async throws -> SourceOutcome? {
    var outcome = SourceOutcome(path: shown, status: .ingested)
    outcome.bytes = found.stamp.size
    do {
      let known = try library.catalogue.source(at: found.path)
      // Whoever forces something wants to see rejected files looked at once more, too.
      if let known, known.stamp.sameContent(as: found.stamp), known.track != nil || force.isEmpty {
        return try await revisit(known, outcome)
      }
      guard case .source(let source) = try found.inspect() else { return nil }
      let (digest, stamp) = try SourceDigest.digest(of: source.path)
      let key = digest.description
      await gate.enter(key)
      do {
        let result = try await ingest(source.path, stamp: stamp, digest: key, outcome)
        await gate.leave(key)
        return result
      } catch {
        await gate.leave(key)
        throw error
      }
    } catch let error as CancellationError {
      throw error
    } catch let error as CatalogueError {
      throw error
    } catch {
      let failure = Failure(error)
      if failure.isOfLibrary { throw failure }
      return try reject(found, failure, isVerdict: Self.isVerdict(error), outcome)
    }
  }

  /// A file that has not changed since it was last looked at: what is missing or out of date is made.
  private func revisit(_ known: SourceRecord, _ start: SourceOutcome) async throws -> SourceOutcome
  {
    var outcome = start
    guard let track = known.track else {
      outcome.status = .rejected
      (outcome.code, outcome.message) = (known.code, known.message)
      outcome.offset = known.offset
      return outcome
    }
    outcome.track = track
    let needs = try needs(of: track)
    if needs.isEmpty {
      outcome.status = .unchanged
      return outcome
    }
    if isDryRun { return outcome }
    if !needs.needsAudio {
      try embed(track)
      return outcome
    }
    return try await derive(known.path, needs, known, outcome)
  }

  /// Places a track in the similarity space by what is stored of it.
  private func embed(_ track: TrackID) throws {
    guard var analysis = try library.catalogue.entry(track)?.derivatives.analysis else { return }
    analysis.features = try library.catalogue.features(of: track)
    let derivatives = Derivatives(embedding: try Self.embedding(analysis))
    try library.catalogue.record(derivatives, of: track)
  }

  private func needs(of track: TrackID) throws -> Needs {
    Needs(
      try library.catalogue.freshness(of: track), rungs: profile.rungs, store: library.store,
      force: force)
  }

  /// Works on a file whose digest nobody else is working on.
  private func ingest(
    _ path: SourcePath, stamp: FileStamp, digest: String, _ start: SourceOutcome
  ) async throws -> SourceOutcome {
    var outcome = start
    var record = SourceRecord(path: path, stamp: stamp, digest: digest, status: .ingested)
    var needs = Needs(all: profile.rungs)
    // The same bytes, only touched, or under another name: what that track lacks is made, no more.
    let own = try library.catalogue.source(at: path).flatMap {
      $0.digest == digest && $0.track != nil ? $0 : nil
    }
    if let twin = try own ?? library.catalogue.source(digest: digest), let track = twin.track {
      needs = try self.needs(of: track)
      record.track = track
      record.warnings = twin.warnings
      record.status = own?.status ?? .duplicate
      if !needs.needsAudio {
        (outcome.track, outcome.warnings) = (track, twin.warnings)
        outcome.status = own == nil ? .duplicate : needs.isEmpty ? .unchanged : .ingested
        if isDryRun { return outcome }
        if !needs.isEmpty { try embed(track) }
        try library.catalogue.record(record)
        return outcome
      }
    }
    if isDryRun { return outcome }
    return try await derive(path, needs, record, outcome)
  }

  /// Decodes the file, makes what is needed and commits it.
  private func derive(
    _ path: SourcePath, _ needs: Needs, _ start: SourceRecord, _ begun: SourceOutcome
  ) async throws -> SourceOutcome {
    var (record, outcome) = (start, begun)
    var pass = try TrackPass(path, needs: needs, store: library.store)
    let report = pass.report
    let track = report.trackID
    outcome.track = track
    outcome.duration = report.duration
    record.track = track
    record.status = report.isDamaged ? .damaged : .ingested
    record.warnings = report.warnings.map { SourceWarning(code: $0.code, message: $0.message) }

    // The same audio in another file: what is there stays, tags and all.
    await gate.enter(track.description)
    do {
      let isNew = try !library.catalogue.holds(track)
      let lacks = isNew ? needs : try self.needs(of: track)
      let tags = FileTagging.read(path)
      if isNew { record.warnings += tags.warnings }
      var derivatives = Derivatives(
        fingerprint: lacks.fingerprint ? pass.fingerprint : nil,
        fingerprintVersion: Fingerprint.version, analysis: lacks.analysis ? pass.analysis : nil)
      derivatives.embedding = try derivatives.analysis.flatMap(Self.embedding)
      if !lacks.rungs.isEmpty {
        let loudness = try pass.analysis?.loudness ?? library.catalogue.entry(track)?.loudness
        let held = isNew ? tags : try FileTagging.stored(track, in: library, or: tags)
        derivatives.renditions = try pass.publishLadder(
          of: path, tags: held.renditionTags(profile: profile, loudness: loudness))
      }
      if originals == .copy { try KeptOriginals.keep(path, as: track, in: library) }
      let isDuplicate = try library.catalogue.record(
        record, track: TrackRecord(report, tags: tags.tags), derivatives: derivatives)
      outcome.status = isDuplicate ? .duplicate : record.status
      await gate.leave(track.description)
    } catch {
      await gate.leave(track.description)
      throw error
    }
    outcome.warnings = record.warnings
    outcome.stages = Self.stages(pass.costs, needs)
    return outcome
  }

  /// What the stages that were needed cost.
  private static func stages(
    _ costs: TrackPass.Costs, _ needs: Needs
  ) -> [(name: String, seconds: Double)] {
    var stages = [(name: "decode", seconds: costs.decode)]
    if !needs.rungs.isEmpty { stages.append((name: "ladder", seconds: costs.ladder)) }
    if needs.fingerprint { stages.append((name: "fingerprint", seconds: costs.fingerprint)) }
    if needs.analysis { stages.append((name: "analysis", seconds: costs.analysis)) }
    if costs.verification > 0 {
      stages.append((name: "verification", seconds: costs.verification))
    }
    return stages
  }

  static func embedding(_ analysis: TrackAnalysis) throws -> EmbeddingRecord? {
    try Embedding(of: analysis).map {
      EmbeddingRecord(version: $0.version, vector: $0.vector)
    }
  }

  /// Whether a look at the same bytes will always end in this error: not so with a file that may not be
  /// read, nor with what is wrong with the profile or with this program.
  private static func isVerdict(_ error: any Error) -> Bool {
    switch error {
    case IntakeError.fault, Decoding.DecodingError.fault: false
    case is IntakeError, is Decoding.DecodingError: true
    default: false
    }
  }

  /// Says that a file cannot be used; a verdict on its bytes is kept, all else is tried again next time.
  private func reject(
    _ found: FoundFile, _ failure: Failure, isVerdict: Bool, _ start: SourceOutcome
  ) throws -> SourceOutcome {
    var outcome = start
    outcome.status = .rejected
    (outcome.code, outcome.message) = (failure.code, failure.description)
    outcome.offset = failure.offset
    if isVerdict, !isDryRun {
      try library.catalogue.record(
        SourceRecord(
          path: found.path, stamp: found.stamp, digest: nil, status: .rejected,
          code: failure.code, message: failure.description, offset: failure.offset))
    }
    return outcome
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
