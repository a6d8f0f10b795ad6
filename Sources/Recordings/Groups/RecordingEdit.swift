public import Sound

/// What a person said about two tracks; it stands above every evidence.
public struct RecordingEdit: Sendable, Equatable {
  public enum Kind: String, Sendable {
    /// They are one recording.
    case merge
    /// They are not.
    case split
  }

  public var kind: Kind
  public var first: TrackID
  public var second: TrackID

  public init(_ kind: Kind, _ first: TrackID, _ second: TrackID) {
    let isInOrder = first.description < second.description
    (self.first, self.second) = isInOrder ? (first, second) : (second, first)
    self.kind = kind
  }
}
