public import Sound

/// What a search starts from.
public enum Seed: Sendable, Hashable {
  case track(TrackID)
  /// A file that is in no library; it is analysed on the spot.
  case file(SourcePath)

  /// The track, where it is one of the library's.
  public var track: TrackID? { if case .track(let id) = self { id } else { nil } }
}
