import GRDB
public import Ladder
public import Sound

extension Catalogue {
  /// A track's renditions, the smallest first, read without the rest of it; nil where there is no such track.
  ///
  /// Seek tables are nine tenths of what is noted (measured: four minutes of music).
  ///
  /// - Parameters:
  ///   - track: whose.
  ///   - hasSeekTables: whether their seek tables come along; else these are empty.
  /// - Returns: the renditions.
  /// - Throws: what the database throws.
  public func renditions(
    of track: TrackID, hasSeekTables: Bool = true
  ) throws(CatalogueError) -> [Rendition]? {
    try read { db in
      let id: StatementArguments = [track.description]
      let records = try String.fetchAll(
        db, sql: "SELECT \(Self.record(hasSeekTables)) FROM rendition WHERE track = ?",
        arguments: id)
      let isThere =
        try !records.isEmpty
        || Bool.fetchOne(
          db, sql: "SELECT EXISTS(SELECT 1 FROM track WHERE id = ?)", arguments: id) ?? false
      guard isThere else { return nil }
      return try records.map { try StoredJSON.value(Rendition.self, $0) }
        .sorted {
          ($0.nominalBitrate, $0.rung.utf8.count, $0.rung)
            < ($1.nominalBitrate, $1.rung.utf8.count, $1.rung)
        }
    }
  }

  /// One rendition of a track; nil if it is not there.
  ///
  /// - Parameters:
  ///   - rung: which.
  ///   - track: whose.
  ///   - hasSeekTable: whether its seek table comes along; else that is empty.
  /// - Returns: the rendition.
  /// - Throws: what the database throws.
  public func rendition(
    _ rung: String, of track: TrackID, hasSeekTable: Bool = true
  ) throws(CatalogueError) -> Rendition? {
    try read { db in
      try String.fetchOne(
        db,
        sql: "SELECT \(Self.record(hasSeekTable)) FROM rendition WHERE track = ? AND rung = ?",
        arguments: [track.description, rung]
      ).map { try StoredJSON.value(Rendition.self, $0) }
    }
  }

  private static func record(_ hasSeekTable: Bool) -> String {
    hasSeekTable
      ? "record"
      : "json_set(record, '$.seekTable.frames', json('[]'), '$.seekTable.offsets', json('[]'))"
  }
}
