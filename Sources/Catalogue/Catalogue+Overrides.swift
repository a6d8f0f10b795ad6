import GRDB
public import Sound

extension Catalogue {
  /// Sets a value of a track; one of the same name is replaced.
  public func set(_ stated: TrackOverride, of track: TrackID) throws(CatalogueError) {
    try set([(track: track, stated: [stated])])
  }

  /// Sets values of tracks, all or none; those of the same names are replaced, others stay.
  public func set(
    _ overrides: [(track: TrackID, stated: [TrackOverride])]
  ) throws(CatalogueError) {
    try write { db in
      for (track, values) in overrides {
        for stated in values {
          try db.execute(
            sql: "INSERT OR REPLACE INTO override (track, name, value) VALUES (?, ?, ?)",
            arguments: [track.description, stated.name.rawValue, stated.value])
        }
      }
    }
  }

  /// Takes a value back: what was measured counts again.
  ///
  /// - Returns: whether there was one.
  public func unset(_ name: TrackOverride.Name, of track: TrackID) throws(CatalogueError) -> Bool {
    try write { db in
      try db.execute(
        sql: "DELETE FROM override WHERE track = ? AND name = ?",
        arguments: [track.description, name.rawValue])
      return db.changesCount > 0
    }
  }

  /// The values that were set of a track, in the order of their names.
  public func overrides(of track: TrackID) throws(CatalogueError) -> [TrackOverride] {
    try read { db in try Self.overrides(of: track.description, in: db) }
  }

  static func overrides(of track: String, in db: Database) throws -> [TrackOverride] {
    try Row.fetchAll(
      db, sql: "SELECT name, value FROM override WHERE track = ? ORDER BY name",
      arguments: [track]
    ).compactMap(override)
  }

  /// All that were set, by track: few, as a person sets them.
  static func overridesByTrack(in db: Database) throws -> [String: [TrackOverride]] {
    var result: [String: [TrackOverride]] = [:]
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM override ORDER BY track, name")
    while let row = try rows.next() {
      guard let stated = override(row) else { continue }
      result[row["track"], default: []].append(stated)
    }
    return result
  }

  private static func override(_ row: Row) -> TrackOverride? {
    // What an older version could set and this one cannot is left alone.
    try? TrackOverride(row["name"], row["value"])
  }
}
