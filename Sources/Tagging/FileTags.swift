/// All that was read from a file beside its audio.
public struct FileTags: Sendable, Equatable, Codable {
  public var tags: TrackTags
  public var pictures: [Picture]
  /// What was left out or repaired, one sentence each.
  public var warnings: [String]

  public init(tags: TrackTags = TrackTags(), pictures: [Picture] = [], warnings: [String] = []) {
    self.tags = tags
    self.pictures = pictures
    self.warnings = warnings
  }

  /// The front cover, else the first picture of all.
  public var cover: Picture? { pictures.first { $0.kind == .frontCover } ?? pictures.first }
}
