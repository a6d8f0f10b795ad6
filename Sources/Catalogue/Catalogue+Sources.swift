import Foundation
import GRDB
public import Sound
import Tagging

extension Catalogue {
  /// What is known of the file at `path`.
  public func source(at path: SourcePath) throws(CatalogueError) -> SourceRecord? {
    try read { db in try Self.source(at: path, in: db) }
  }

  /// A file of the same bytes that holds a track.
  public func source(digest: String) throws(CatalogueError) -> SourceRecord? {
    try read { db in
      try Row.fetchOne(
        db,
        sql: "SELECT * FROM source WHERE digest = ? AND track IS NOT NULL ORDER BY path LIMIT 1",
        arguments: [digest]
      ).map(Self.source)
    }
  }

  /// The files that hold a track, in the order of their paths.
  public func sources(of track: TrackID) throws(CatalogueError) -> [SourceRecord] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM source WHERE track = ? ORDER BY path",
        arguments: [track.description]
      ).map(Self.source)
    }
  }

  /// The file that gives a track its tags: the one that says most, of equals the first by path.
  public func preferredSource(of track: TrackID) throws(CatalogueError) -> SourceRecord? {
    try read { db in
      try Row.fetchOne(db, sql: Preference.query, arguments: [track.description]).map(Self.source)
    }
  }

  /// Notes what came of a file; the place it was moved from is forgotten.
  public func record(
    _ source: SourceRecord, movedFrom old: SourcePath? = nil
  ) throws(CatalogueError) {
    try write { db in
      let preference = try Preference(before: source, in: db)
      if let old { try Self.remove(old, in: db) }
      try Self.put(source, in: db)
      try preference.settle(in: db)
    }
  }

  /// Forgets a file; the track that it held stays.
  public func forget(_ path: SourcePath) throws(CatalogueError) {
    try write { db in
      guard let known = try Self.source(at: path, in: db) else { return }
      let preference = try Preference(before: known, in: db)
      try Self.remove(path, in: db)
      try preference.settle(in: db)
    }
  }

  /// Notes that a file is gone, or there again.
  public func setMissing(_ isMissing: Bool, _ path: SourcePath) throws(CatalogueError) {
    try write { db in
      try db.execute(
        sql: "UPDATE source SET missing = ? WHERE path = ?",
        arguments: [isMissing, Data(path.bytes)])
    }
  }

  /// Calls `body` with every file noted at or under `path`, in the order of their paths, one at a time.
  public func forEachSource(
    under path: SourcePath, _ body: (SourceRecord) throws -> Void
  ) throws(CatalogueError) {
    let span = Self.span(under: path)
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: "SELECT * FROM source WHERE path = ? OR (path >= ? AND path < ?) ORDER BY path",
        arguments: [Data(path.bytes), span.first, span.end])
      while let row = try rows.next() { try body(Self.source(row)) }
    }
  }

  /// The next `limit` files noted at or under `path` and not as missing, in the order of their paths, after
  /// `last`.
  public func presentSources(
    under path: SourcePath, after last: SourcePath?, limit: Int
  ) throws(CatalogueError) -> [SourceRecord] {
    let span = Self.span(under: path)
    return try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM source
          WHERE (path = ? OR (path >= ? AND path < ?)) AND path > ? AND missing = 0
          ORDER BY path LIMIT ?
          """,
        arguments: [Data(path.bytes), span.first, span.end, Data(last?.bytes ?? []), limit]
      ).map(Self.source)
    }
  }

  /// What is under a folder lies between its name with a slash and its name with the next character.
  private static func span(under path: SourcePath) -> (first: Data, end: Data) {
    let root = path.bytes == [UInt8(ascii: "/")] ? [] : path.bytes
    return (Data(root + [UInt8(ascii: "/")]), Data(root + [UInt8(ascii: "/") + 1]))
  }

  static func source(at path: SourcePath, in db: Database) throws -> SourceRecord? {
    try Row.fetchOne(
      db, sql: "SELECT * FROM source WHERE path = ?", arguments: [Data(path.bytes)]
    ).map(Self.source)
  }

  private static func remove(_ path: SourcePath, in db: Database) throws {
    try db.execute(sql: "DELETE FROM source WHERE path = ?", arguments: [Data(path.bytes)])
  }

  static func put(_ source: SourceRecord, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO source
          (path, size, modified, changed, inode, device, digest, status, track, code, message,
           "offset", warnings, tags, weight, attempts, missing)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        Data(source.path.bytes), source.stamp.size, source.stamp.modified, source.stamp.changed,
        Int64(bitPattern: source.stamp.inode), Int64(bitPattern: source.stamp.device),
        source.digest, source.status.rawValue, source.track?.description, source.code,
        source.message, source.offset, try StoredJSON.text(source.warnings),
        try StoredJSON.text(source.tags), source.weight, source.attempts, source.isMissing,
      ])
  }

  private static func source(_ row: Row) throws -> SourceRecord {
    let path: Data = row["path"]
    let inode: Int64 = row["inode"]
    let device: Int64 = row["device"]
    let status: String = row["status"]
    let track: String? = row["track"]
    let weight: Int = row["weight"]
    var record = SourceRecord(
      path: SourcePath(bytes: path),
      stamp: FileStamp(
        size: row["size"], modified: row["modified"], changed: row["changed"],
        inode: UInt64(bitPattern: inode), device: UInt64(bitPattern: device)),
      digest: row["digest"], status: SourceStatus(rawValue: status) ?? .rejected,
      track: track.flatMap { TrackID($0) }, code: row["code"], message: row["message"],
      offset: row["offset"],
      warnings: try StoredJSON.value([SourceWarning].self, row["warnings"]))
    record.tags = try StoredJSON.value(TrackTags.self, row["tags"])
    record.hasCover = weight % 2 == 1
    record.attempts = row["attempts"]
    record.isMissing = row["missing"]
    return record
  }
}
