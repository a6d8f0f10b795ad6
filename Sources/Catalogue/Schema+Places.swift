/// A step: which tracks' places in the similarity space changed, in order, so that an index can follow.
///
/// Triggers note it, whoever writes: of each track its last change, and of a catalogue a number drawn at
/// random, so that an index is never taken for another catalogue's.
enum PlaceSchema {
  static let name = "5 changes of places"
  static let sql = """
    CREATE TABLE placeChange (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      track TEXT NOT NULL UNIQUE
    );
    CREATE TABLE placeEpoch (epoch INTEGER NOT NULL);
    INSERT INTO placeEpoch (epoch) VALUES (random());
    INSERT INTO placeChange (track) SELECT track FROM embedding ORDER BY track;
    CREATE TRIGGER placeSet AFTER INSERT ON embedding BEGIN
      DELETE FROM placeChange WHERE track = new.track;
      INSERT INTO placeChange (track) VALUES (new.track);
    END;
    CREATE TRIGGER placeMoved AFTER UPDATE ON embedding BEGIN
      DELETE FROM placeChange WHERE track = new.track;
      INSERT INTO placeChange (track) VALUES (new.track);
    END;
    CREATE TRIGGER placeGone AFTER DELETE ON embedding BEGIN
      DELETE FROM placeChange WHERE track = old.track;
      INSERT INTO placeChange (track) VALUES (old.track);
    END;
    """
}

/// A step: what other models say of tracks.
enum OutsidePlaceSchema {
  static let name = "6 places of other models"
  static let sql = """
    CREATE TABLE outsidePlace (
      model TEXT NOT NULL,
      track TEXT NOT NULL REFERENCES track(id) ON DELETE CASCADE,
      vector BLOB NOT NULL,
      PRIMARY KEY (model, track)
    ) WITHOUT ROWID;
    """
}
