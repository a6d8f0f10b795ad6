public import Sound

/// What becomes of a hostile file if all is well.
public struct ExpectedVerdict: Sendable, Hashable {
  public enum State: String, Sendable {
    case ingested, damaged, rejected
    /// Not a word about it.
    case passedOver
  }

  /// Relative to the folder.
  public let path: SourcePath
  /// What is wrong with it.
  public let what: String
  public let state: State
  /// The code of the rejection, or the first code of the damage.
  public let code: String?
  /// Codes of oddities and evidence that must be among the warnings.
  public let warnings: Set<String>
  /// Whether its audio is that of another file of the folder, so that an ingest calls it a duplicate.
  public let isDuplicate: Bool
}

/// A verdict that is not written down with its path yet.
struct Verdict {
  var state: ExpectedVerdict.State
  var code: String?
  var warnings: Set<String> = []
  var isDuplicate = false

  static let good = Verdict(state: .ingested)
  static let passedOver = Verdict(state: .passedOver)
  static func good(_ warnings: String...) -> Verdict {
    Verdict(state: .ingested, warnings: Set(warnings))
  }
  static func damaged(_ code: String, _ warnings: String...) -> Verdict {
    Verdict(state: .damaged, code: code, warnings: Set(warnings))
  }
  static func rejected(_ code: String) -> Verdict { Verdict(state: .rejected, code: code) }
}
