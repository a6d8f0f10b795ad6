import Analysis
import Catalogue
import Decoding
import Fingerprinting
import Intake
import Isolation
import Ladder
import Recordings
import Similarity
import Tagging

/// The three things that every room's errors answer, for whoever reports them.
public struct Failure: Error, Sendable, CustomStringConvertible {
  /// Stable, snake_case.
  public let code: String
  /// One sentence.
  public var description: String
  /// Byte of the file at which it went wrong.
  public let offset: Int?
  /// Whether another attempt may succeed with nothing done by the user.
  public let isTransient: Bool

  public init(
    code: String, description: String, offset: Int? = nil, isTransient: Bool = false
  ) {
    self.code = code
    self.description = description
    self.offset = offset
    self.isTransient = isTransient
  }

  /// - Parameter error: of any room; others keep their own words under the code `failed`.
  public init(_ error: any Error) {
    var offset: Int?
    switch error {
    case let error as IntakeError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
    case let error as Decoding.DecodingError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
      offset = error.offset
    case let error as LadderError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
    case let error as FingerprintError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
    case let error as AnalysisError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
    case let error as SimilarityError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
    case let error as TaggingError:
      (code, description, isTransient) = (error.code, error.description, false)
    case let error as IsolationError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
    case let error as CatalogueError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
    case let error as RecordingsError:
      (code, description, isTransient) = (error.code, error.description, error.isTransient)
    case let error as Failure:
      self = error
      return
    default:
      (code, description, isTransient) = ("failed", "\(error)", false)
    }
    self.offset = offset
  }
}

extension Failure {
  /// The file of that name holds another track by now.
  static func originalChanged(_ name: String) -> Failure {
    Failure(
      code: "original_changed",
      description: "\(name) no longer holds what it held when it was ingested.")
  }

  /// What an error says of the file it happened to.
  ///
  /// - Parameter error: of any room.
  /// - Returns: the file's failure.
  /// - Throws: what concerns more than the file: an interruption, the catalogue, the library's folder.
  static func ofFile(_ error: any Error) throws -> Failure {
    if error is CancellationError || error is CatalogueError { throw error }
    let failure = Failure(error)
    if failure.isOfLibrary { throw failure }
    return failure
  }

  /// Whether the library's own folder or the system refused: then every other file would fail as well.
  var isOfLibrary: Bool {
    ["disk_full", "storage_failed", "decoder_unavailable"].contains(code)
  }
}
