/// The step that adds what recordings are known by.
enum RecordingSchema {
  /// The tables.
  ///
  /// `looked` says that a track was compared with all that were there then; `link` what was found; `recording` the id of
  /// each track's recording where it is not the track's own. `edit` has no references: what a person decided holds
  /// for a track that is taken away and comes back.
  static let sql = """
    CREATE TABLE landmark (
      track TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
      version INTEGER NOT NULL,
      record BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX landmark_version ON landmark(version, track);
    CREATE INDEX fingerprint_version ON fingerprint(version, track);

    CREATE TABLE looked (
      track TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
      version INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE link (
      first TEXT NOT NULL REFERENCES track(id) ON DELETE CASCADE,
      second TEXT NOT NULL REFERENCES track(id) ON DELETE CASCADE,
      version INTEGER NOT NULL,
      verdict TEXT NOT NULL,
      coverage REAL NOT NULL,
      evidence TEXT NOT NULL,
      PRIMARY KEY (first, second)
    ) WITHOUT ROWID;
    CREATE INDEX link_second ON link(second);

    CREATE TABLE edit (
      first TEXT NOT NULL,
      second TEXT NOT NULL,
      kind TEXT NOT NULL,
      PRIMARY KEY (first, second)
    ) WITHOUT ROWID;

    CREATE TABLE recording (
      track TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
      recording TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX recording_id ON recording(recording);
    """
}
