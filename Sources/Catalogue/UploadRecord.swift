/// A file that is being sent, or was.
public struct UploadRecord: Sendable, Equatable {
  public var id: String
  /// Of the token it was begun with; empty where the server asks for none.
  public var owner: String
  /// What the sender calls the file: a name, never a path.
  public var name: String
  /// Bytes it will have; nil while the sender has not said.
  public var length: Int?
  /// SHA-256 that the sender promises, in hexadecimal.
  public var digest: String?
  /// As the sender wrote it (tus' `Upload-Metadata`).
  public var metadata: String
  /// Seconds since 1970, UTC.
  public var created: Int
  public var expires: Int
  /// The job that takes it in, once it is whole.
  public var job: String?

  public init(
    id: String, owner: String, name: String, length: Int?, digest: String?, metadata: String,
    created: Int, expires: Int, job: String? = nil
  ) {
    self.id = id
    self.owner = owner
    self.name = name
    self.length = length
    self.digest = digest
    self.metadata = metadata
    self.created = created
    self.expires = expires
    self.job = job
  }
}

/// The taking in of one uploaded file.
public struct JobRecord: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    case queued, running, finished, failed, cancelled
  }

  public var id: String
  public var upload: String
  public var owner: String
  public var name: String
  public var bytes: Int
  /// Where the whole file lies.
  public var path: String
  public var state: State
  /// One line of `assonance ingest --json`; for `failed`, a code and a sentence.
  public var outcome: String?
  /// Seconds since 1970, UTC.
  public var created: Int
  public var started: Int?
  public var finished: Int?

  public init(
    id: String, upload: String, owner: String, name: String, bytes: Int, path: String,
    state: State, created: Int
  ) {
    self.id = id
    self.upload = upload
    self.owner = owner
    self.name = name
    self.bytes = bytes
    self.path = path
    self.state = state
    self.created = created
  }

  /// Whether nothing more will become of it.
  public var isOver: Bool { state != .queued && state != .running }
}
