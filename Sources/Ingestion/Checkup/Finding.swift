public import Sound

/// Something that does not fit together in a library.
public struct Finding: Sendable, Equatable {
  public enum Code: String, Sendable, CaseIterable {
    /// SQLite says that the catalogue's file is damaged.
    case catalogueDamaged = "catalogue_damaged"
    /// A stored result cannot be read.
    case recordDamaged = "record_damaged"
    /// A rendition of the catalogue is not in the folder.
    case renditionMissing = "rendition_missing"
    /// A rendition does not have the bytes that were written.
    case renditionAltered = "rendition_altered"
    /// A file among the renditions is none of the catalogue's.
    case renditionUnknown = "rendition_unknown"
    /// Something is not there or of an earlier version: it will be made by the next ingest.
    case incomplete
    /// A file is no longer where it was, and none other holds its audio.
    case sourceMissing = "source_missing"
    /// No file holds the track any more: it was replaced or taken away.
    case trackWithoutSource = "track_without_source"
    /// A kept original is not what it was.
    case originalAltered = "original_altered"
    /// A file of an index cannot be read; answers are right without it.
    case indexDamaged = "index_damaged"
  }

  public let code: Code
  /// One sentence.
  public let message: String
  public let track: TrackID?
  /// The rung that is meant.
  let rung: String?
  /// Whether the check put it right.
  public var isMended = false

  init(_ code: Code, _ message: String, track: TrackID? = nil, rung: String? = nil) {
    self.code = code
    self.message = message
    self.track = track
    self.rung = rung
  }

  /// Whether nothing is wrong with the library itself: only its owner can say what shall become of files that
  /// are away.
  public var isRemark: Bool { code == .sourceMissing || code == .trackWithoutSource }
}
