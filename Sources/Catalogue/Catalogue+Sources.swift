import Foundation
import GRDB
public import Sound

extension Catalogue {
  /// What is known of the file at `path`.
  public func source(at path: SourcePath) throws(CatalogueError) -> SourceRecord? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM source WHERE path = ?", arguments: [Data(path.bytes)]
      ).map(Self.source)
    }
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

  /// Notes what came of a file.
  public func record(_ source: SourceRecord) throws(CatalogueError) {
    try write { db in try Self.put(source, in: db) }
  }

  static func put(_ source: SourceRecord, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO source
          (path, size, modified, changed, inode, device, digest, status, track, code, message,
           "offset", warnings)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        Data(source.path.bytes), source.stamp.size, source.stamp.modified, source.stamp.changed,
        Int64(bitPattern: source.stamp.inode), Int64(bitPattern: source.stamp.device),
        source.digest, source.status.rawValue, source.track?.description, source.code,
        source.message, source.offset, try StoredJSON.text(source.warnings),
      ])
  }

  private static func source(_ row: Row) throws -> SourceRecord {
    let path: Data = row["path"]
    let inode: Int64 = row["inode"]
    let device: Int64 = row["device"]
    let status: String = row["status"]
    let track: String? = row["track"]
    return SourceRecord(
      path: SourcePath(bytes: path),
      stamp: FileStamp(
        size: row["size"], modified: row["modified"], changed: row["changed"],
        inode: UInt64(bitPattern: inode), device: UInt64(bitPattern: device)),
      digest: row["digest"], status: SourceStatus(rawValue: status) ?? .rejected,
      track: track.flatMap { TrackID($0) }, code: row["code"], message: row["message"],
      offset: row["offset"],
      warnings: try StoredJSON.value([SourceWarning].self, row["warnings"]))
  }
}
