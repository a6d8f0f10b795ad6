import GRDB

/// The tables of `catalogue.sqlite`, as named steps from one released version to the next.
///
/// A step that has been released is never changed.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 tracks, sources and what is derived") { db in
      try db.execute(
        sql: """
          CREATE TABLE track (
            id TEXT PRIMARY KEY,
            sampleRate INTEGER NOT NULL,
            channels INTEGER NOT NULL,
            frames INTEGER NOT NULL,
            bits INTEGER,
            container TEXT NOT NULL,
            codec TEXT NOT NULL,
            integrity TEXT NOT NULL,
            title TEXT,
            artist TEXT,
            album TEXT,
            tags TEXT NOT NULL
          ) WITHOUT ROWID;

          CREATE TABLE source (
            path BLOB PRIMARY KEY,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            device INTEGER NOT NULL,
            digest TEXT,
            status TEXT NOT NULL,
            track TEXT REFERENCES track(id) ON DELETE CASCADE,
            code TEXT,
            message TEXT,
            "offset" INTEGER,
            warnings TEXT NOT NULL
          ) WITHOUT ROWID;
          CREATE INDEX source_digest ON source(digest);
          CREATE INDEX source_track ON source(track);

          CREATE TABLE rendition (
            track TEXT NOT NULL REFERENCES track(id) ON DELETE CASCADE,
            rung TEXT NOT NULL,
            settings TEXT NOT NULL,
            path TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            record TEXT NOT NULL,
            PRIMARY KEY (track, rung)
          ) WITHOUT ROWID;

          CREATE TABLE fingerprint (
            track TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
            version INTEGER NOT NULL,
            record TEXT NOT NULL
          ) WITHOUT ROWID;

          CREATE TABLE analysis (
            track TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
            version INTEGER NOT NULL,
            record TEXT NOT NULL,
            features TEXT
          ) WITHOUT ROWID;

          CREATE TABLE embedding (
            track TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
            version INTEGER NOT NULL,
            vector BLOB NOT NULL
          ) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("2 what a source says, and summaries") { db in
      try db.execute(sql: SummarySchema.sql)
    }
    migrator.registerMigration("3 recordings") { db in try db.execute(sql: RecordingSchema.sql) }
    migrator.registerMigration("4 access") { db in try db.execute(sql: AccessSchema.sql) }
    migrator.registerMigration(PlaceSchema.name) { db in try db.execute(sql: PlaceSchema.sql) }
    migrator.registerMigration(OutsidePlaceSchema.name) { db in
      try db.execute(sql: OutsidePlaceSchema.sql)
    }
    return migrator
  }
}

/// The second step: each source keeps its own tags, and what lists and filters ask for gets columns of its
/// own, since a whole entry costs a thousand times as much to read.
private enum SummarySchema {
  static let sql = """
    ALTER TABLE source ADD COLUMN tags TEXT NOT NULL DEFAULT '{"fields":[]}';
    ALTER TABLE source ADD COLUMN weight INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE source ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE source ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;
    DROP INDEX source_track;
    CREATE INDEX source_track ON source(track, weight DESC);
    ALTER TABLE analysis ADD COLUMN details BLOB;
    ALTER TABLE track ADD COLUMN headersDue INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE track ADD COLUMN albumKey TEXT;
    CREATE INDEX track_albumKey ON track(albumKey);
    CREATE INDEX track_headersDue ON track(headersDue) WHERE headersDue = 1;
    UPDATE source SET tags = (SELECT tags FROM track WHERE id = source.track)
      WHERE track IS NOT NULL;

    CREATE TABLE summary (
      track TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
      duration REAL NOT NULL,
      title TEXT,
      artists TEXT NOT NULL,
      genres TEXT NOT NULL,
      bpm REAL,
      tonic INTEGER,
      mode TEXT,
      integrated REAL,
      energy REAL,
      danceability REAL,
      valence REAL,
      acousticness REAL,
      instrumentalness REAL,
      speechiness REAL,
      liveness REAL
    ) WITHOUT ROWID;
    INSERT INTO summary
      (track, duration, title, artists, genres, bpm, tonic, mode, integrated, energy,
       danceability, valence)
    SELECT
      track.id, CAST(frames AS REAL) / track.sampleRate, title,
      \(values("ARTIST")), \(values("GENRE")),
      json_extract(record, '$.tempo.bpm'), json_extract(record, '$.key.key.tonic'),
      json_extract(record, '$.key.key.mode'), json_extract(record, '$.loudness.integrated'),
      json_extract(record, '$.descriptors.energy.value'),
      json_extract(record, '$.descriptors.danceability.value'),
      json_extract(record, '$.descriptors.valence.value')
    FROM track LEFT JOIN analysis ON analysis.track = track.id;
    """

  /// All values of a tag, one after the other, between unit separators.
  private static func values(_ name: String) -> String {
    """
    coalesce(
      (SELECT group_concat(value.value, char(31))
       FROM json_each(track.tags, '$.fields') AS field, json_each(field.value, '$.values') AS value
       WHERE json_extract(field.value, '$.name') = '\(name)'), '')
    """
  }
}
