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
    return migrator
  }
}
