import Catalogue
import Decoding
import Glibc
import Intake
import Sound

/// Files that cannot be used: which are settled, and which are tried again.
extension SourceIngest {
  /// How often a file is tried in vain before it is given up: chosen, so that a share that fails for two nights
  /// is not the end, and a file that brings a decoder down is not decoded for ever.
  static let patience = 3

  /// Whether a rejected file that has not changed is not worth another look.
  ///
  /// Whoever forces something wants to see rejected files looked at once more, too.
  func isSettled(_ known: SourceRecord) -> Bool {
    known.attempts == 0 ? force.isEmpty : isGivenUp(known)
  }

  /// Whether a file that has not changed was tried in vain so often that it is left alone.
  func isGivenUp(_ known: SourceRecord) -> Bool {
    known.attempts >= Self.patience && !retriesQuarantined
  }

  /// What is noted of a file that was rejected before, or of which what its track lacks could not be made.
  func rejected(_ known: SourceRecord, _ start: SourceOutcome) -> SourceOutcome {
    var outcome = start
    outcome.status = .rejected
    (outcome.code, outcome.message) = (known.code, known.message)
    outcome.offset = known.offset
    outcome.isQuarantined = known.attempts >= Self.patience
    return outcome
  }

  /// Says that a file cannot be used, and notes it.
  ///
  /// A verdict on its bytes stands until they change. What may pass is tried again next time, with a bounded
  /// budget; what costs nothing to try (a file that is gone or that may not be read) without one.
  func reject(
    _ found: FoundFile, _ failure: Failure, _ known: SourceRecord?, isVerdict: Bool,
    _ start: SourceOutcome
  ) throws -> SourceOutcome {
    var outcome = start
    outcome.status = .rejected
    (outcome.code, outcome.message) = (failure.code, failure.description)
    outcome.offset = failure.offset
    if isDryRun || failure.costsNothing { return outcome }
    var record = SourceRecord(
      path: found.path, stamp: found.stamp, digest: nil, status: .rejected,
      code: failure.code, message: failure.description, offset: failure.offset)
    if !isVerdict {
      let isSame = known.map { $0.stamp.sameContent(as: found.stamp) } ?? false
      record.attempts = (isSame && !retriesQuarantined ? known?.attempts ?? 0 : 0) + 1
      outcome.isQuarantined = record.attempts >= Self.patience
      // A track that the file held stays linked to it: what failed may pass.
      if isSame, var kept = known, kept.track != nil {
        kept.isMissing = false
        (kept.attempts, kept.code) = (record.attempts, record.code)
        (kept.message, kept.offset) = (record.message, record.offset)
        outcome.track = kept.track
        record = kept
      }
    }
    try library.catalogue.record(record)
    return outcome
  }

  /// Whether a look at the same bytes will always end in this error: not so with a file that may not be
  /// read, nor with what is wrong with the profile or with this program.
  static func isVerdict(_ error: any Error) -> Bool {
    switch error {
    case IntakeError.fault, Decoding.DecodingError.fault: false
    case is IntakeError, is Decoding.DecodingError: true
    default: false
    }
  }

  /// - Throws: `changed_while_reading` where the file is no longer the one that its digest was taken of.
  static func requireUnchanged(_ source: SourceRecord) throws(IntakeError) {
    do throws(FileFault) {
      guard try RegularFile(source.path).stamp.sameContent(as: source.stamp) else {
        throw .changedWhileReading
      }
    } catch {
      throw .fault(error, source.path)
    }
  }

  /// Whether anything has this name, whatever it is.
  static func exists(_ path: SourcePath) -> Bool {
    var status = stat()
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe lstat(name, &status) == 0
  }
}

extension Failure {
  /// Whether trying again costs so little that it is done every time.
  fileprivate var costsNothing: Bool { code == "not_found" || code == "permission_denied" }
}
