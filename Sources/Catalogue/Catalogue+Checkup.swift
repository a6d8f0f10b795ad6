import GRDB
public import Sound

/// What a check of the library asks for, and how it lets go of what cannot be trusted.
extension Catalogue {
  /// What SQLite finds wrong with the file and with its references; empty where all is well.
  public func integrityProblems() throws(CatalogueError) -> [String] {
    try read { db in
      let pages = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
      let links = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
        "a row of \(row["table"] as String? ?? "?") points to nothing"
      }
      return pages + links
    }
  }

  /// Forgets one rendition of a track.
  public func removeRendition(
    _ rung: String, of track: TrackID
  ) throws(CatalogueError) {
    try write { db in
      try db.execute(
        sql: "DELETE FROM rendition WHERE track = ? AND rung = ?",
        arguments: [track.description, rung])
    }
  }

  /// Forgets all that was derived from a track, so that it is made again.
  public func removeDerivatives(of track: TrackID) throws(CatalogueError) {
    try write { db in
      for table in [
        "rendition", "fingerprint", "analysis", "embedding", "landmark", "looked",
      ] {
        try db.execute(
          sql: "DELETE FROM \(table) WHERE track = ?", arguments: [track.description])
      }
    }
  }

  /// Forgets a track, with all that was derived from it and the files that hold it.
  public func remove(_ track: TrackID) throws(CatalogueError) {
    try write { db in
      try db.execute(sql: "DELETE FROM track WHERE id = ?", arguments: [track.description])
    }
  }
}
