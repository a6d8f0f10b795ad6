/// The step that a server needs: tokens, uploads and their jobs, a user's own values, and which tracks changed
/// since somebody last looked.
enum AccessSchema {
  static let sql = """
    CREATE TABLE token (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      scopes TEXT NOT NULL,
      digest TEXT NOT NULL,
      sealed BLOB,
      created INTEGER NOT NULL,
      expires INTEGER
    ) WITHOUT ROWID;

    CREATE TABLE upload (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      name TEXT NOT NULL,
      length INTEGER,
      digest TEXT,
      metadata TEXT NOT NULL,
      created INTEGER NOT NULL,
      expires INTEGER NOT NULL,
      job TEXT
    ) WITHOUT ROWID;

    CREATE TABLE job (
      id TEXT PRIMARY KEY,
      upload TEXT NOT NULL,
      owner TEXT NOT NULL,
      name TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      path TEXT NOT NULL,
      state TEXT NOT NULL,
      outcome TEXT,
      created INTEGER NOT NULL,
      started INTEGER,
      finished INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX job_state ON job(state, created);
    CREATE INDEX job_created ON job(created, id);

    CREATE TABLE override (
      track TEXT NOT NULL REFERENCES track(id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (track, name)
    ) WITHOUT ROWID;

    CREATE TABLE feature (
      track TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
      version INTEGER,
      tempoConfidence REAL,
      alternatives TEXT,
      keyConfidence REAL,
      beatsPerBar INTEGER
    ) WITHOUT ROWID;
    INSERT INTO feature SELECT track, \(measures("")) FROM analysis;
    CREATE TRIGGER feature_of_analysis AFTER INSERT ON analysis BEGIN
      DELETE FROM feature WHERE track = NEW.track;
      INSERT INTO feature SELECT NEW.track, \(measures("NEW."));
    END;

    CREATE TABLE change (track TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX change_sequence ON change(sequence);
    \(watching.map(trigger).joined(separator: "\n"))
    """

  private static func measures(_ row: String) -> String {
    """
    \(row)version, json_extract(\(row)record, '$.tempo.confidence'),
      json_extract(\(row)record, '$.tempo.alternatives'),
      json_extract(\(row)record, '$.key.confidence'),
      json_extract(\(row)record, '$.meter.beatsPerBar')
    """
  }

  private static let watching = [
    ("summary", "INSERT"), ("summary", "UPDATE"), ("summary", "DELETE"), ("feature", "INSERT"),
    ("embedding", "INSERT"), ("embedding", "DELETE"), ("override", "INSERT"),
    ("override", "UPDATE"), ("override", "DELETE"), ("recording", "INSERT"),
    ("recording", "UPDATE"), ("recording", "DELETE"),
  ]

  /// Without OR REPLACE: what is written inside a trigger follows the conflict clause of the statement outside
  /// (sqlite.org/lang_createtrigger.html §2), and would fail under an upsert.
  private static func trigger(_ table: String, on event: String) -> String {
    let row = event == "DELETE" ? "OLD" : "NEW"
    return """
      CREATE TRIGGER change_of_\(table)_\(event.lowercased()) AFTER \(event) ON \(table) BEGIN
        INSERT INTO change SELECT \(row).track, 0
          WHERE NOT EXISTS (SELECT 1 FROM change WHERE track = \(row).track);
        UPDATE change SET sequence = (SELECT max(sequence) + 1 FROM change)
          WHERE track = \(row).track;
      END;
      """
  }
}
