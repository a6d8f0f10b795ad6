/// Something odd in the file that cost no audio.
public struct DecodingNote: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    /// The recorder never filled in the length; all that is there was taken.
    case lengthNeverWritten = "length_never_written"
    /// Sizes in the header contradict each other; the plausible ones were taken.
    case contradictoryHeader = "contradictory_header"
    /// The header says less than the file holds.
    case longerThanDeclared = "longer_than_declared"
  }

  public let kind: Kind
  /// One sentence, without the file's name.
  public let sentence: String
  public var code: String { kind.rawValue }
}
