public import Sound
public import Tagging

/// How an ingest of a source ended.
public enum SourceStatus: String, Sendable, Codable {
  case ingested, unchanged, duplicate, damaged, rejected
}

/// Something about a source that its owner should know.
public struct SourceWarning: Sendable, Equatable, Codable {
  /// Stable, snake_case.
  public var code: String
  /// One sentence.
  public var message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

/// A file that was looked at, and what came of it.
public struct SourceRecord: Sendable, Equatable {
  public var path: SourcePath
  public var stamp: FileStamp
  /// SHA-256 of the file's bytes, in hexadecimal; nil where it could not be read.
  public var digest: String?
  public var status: SourceStatus
  /// The track that the file holds; nil for rejected files.
  public var track: TrackID?
  /// What the file says about its music.
  public var tags = TrackTags()
  /// Whether a picture was found with it.
  public var hasCover = false
  /// Why it was rejected, or why what its track lacks could not be made of it.
  public var code: String?
  public var message: String?
  /// Byte of the file at which it went wrong.
  public var offset: Int?
  /// How often this state of the file was tried in vain for reasons that may pass; 0 where it was not.
  public var attempts = 0
  /// Whether the file was gone when it was last looked for.
  public var isMissing = false
  public var warnings: [SourceWarning]

  public init(
    path: SourcePath, stamp: FileStamp, digest: String?, status: SourceStatus,
    track: TrackID? = nil, code: String? = nil, message: String? = nil, offset: Int? = nil,
    warnings: [SourceWarning] = []
  ) {
    self.path = path
    self.stamp = stamp
    self.digest = digest
    self.status = status
    self.track = track
    self.code = code
    self.message = message
    self.offset = offset
    self.warnings = warnings
  }

  /// How much the file says: of several with the same audio, the one that says most gives the track its
  /// tags.
  public var weight: Int {
    // A cover beside equal tags tips the scale; against one more value it does not.
    2 * tags.fields.reduce(0) { $0 + $1.values.count } + (hasCover ? 1 : 0)
  }
}
