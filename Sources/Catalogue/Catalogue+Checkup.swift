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

  /// Stores what was made anew of a track, and forgets what it replaces, in one transaction.
  ///
  /// - Parameters:
  ///   - derivatives: what was made of an original.
  ///   - track: whose.
  ///   - isWhole: whether all else that was derived from the track is forgotten.
  ///   - rungs: renditions that are forgotten, unless `derivatives` has them.
  /// - Throws: what SQLite says.
  public func replace(
    _ derivatives: Derivatives, of track: TrackID, isWhole: Bool, without rungs: [String] = []
  ) throws(CatalogueError) {
    try write { db in
      if isWhole { try Self.removeDerivatives(of: track, in: db) }
      for rung in rungs {
        try db.execute(
          sql: "DELETE FROM rendition WHERE track = ? AND rung = ?",
          arguments: [track.description, rung])
      }
      try Self.put(derivatives, of: track, in: db)
    }
  }

  private static func removeDerivatives(of track: TrackID, in db: Database) throws {
    for table in ["rendition", "fingerprint", "analysis", "embedding", "landmark", "looked"] {
      try db.execute(
        sql: "DELETE FROM \(table) WHERE track = ?", arguments: [track.description])
    }
  }

  /// Forgets a track, with all that was derived from it and the files that hold it.
  public func remove(_ track: TrackID) throws(CatalogueError) {
    try write { db in
      try db.execute(sql: "DELETE FROM track WHERE id = ?", arguments: [track.description])
    }
  }
}
