import Foundation
import GRDB
public import Recordings
public import Sound
import Tagging

/// Recordings of which there are several copies.
extension Catalogue {
  /// One file that holds a track.
  public struct CopyFile: Sendable, Equatable {
    public var path: SourcePath
    public var bytes: Int
    public var isMissing: Bool
  }

  /// A track as one of the copies of a recording.
  public struct Copy: Sendable {
    public var track: TrackRecord
    public var name: String
    /// In the order in which they are worth keeping.
    public var files: [CopyFile]
    public var keeper: Keeper
  }

  /// The tracks that are to be listed together: those of each recording that has several, and those that several files
  /// hold; in the order of the recordings' ids.
  public func copies() throws(CatalogueError) -> [(recording: TrackID, copies: [Copy])] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT recording, track FROM recording
          UNION
          SELECT coalesce(recording, source.track), source.track
          FROM source LEFT JOIN recording ON recording.track = source.track
          WHERE source.track IS NOT NULL GROUP BY source.track HAVING count(*) > 1
          ORDER BY 1, 2
          """)
      var groups: [(recording: TrackID, copies: [Copy])] = []
      for row in rows {
        guard let recording = TrackID(row["recording"] as String),
          let copy = try Self.copy(row["track"], in: db)
        else { continue }
        if groups.last?.recording == recording {
          groups[groups.count - 1].copies.append(copy)
        } else {
          groups.append((recording: recording, copies: [copy]))
        }
      }
      // A group of which all others are gone is none.
      return groups.filter { $0.copies.count > 1 || $0.copies[0].files.count > 1 }
    }
  }

  /// Of each track that is not alone in its recording, the one that stands for all of it.
  ///
  /// Lists that recommend leave out every track that another stands for.
  public func representatives() throws(CatalogueError) -> [TrackID: TrackID] {
    var result: [TrackID: TrackID] = [:]
    for (_, copies) in try copies() where copies.count > 1 {
      let kept = copies.max { $0.keeper < $1.keeper } ?? copies[0]
      for copy in copies { result[copy.track.id] = kept.track.id }
    }
    return result
  }

  /// Codes of warnings that say a file was made from less than it seems.
  private static let lesserOrigins: Set<String> = ["lossy_source", "upsampled"]

  private static func copy(_ track: String, in db: Database) throws -> Copy? {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM track WHERE id = ?", arguments: [track]),
      let record = record(row, tags: try StoredJSON.value(TrackTags.self, row["tags"]))
    else { return nil }
    let files = try Row.fetchAll(
      db,
      sql: """
        SELECT path, size, missing, weight, warnings FROM source WHERE track = ?
        ORDER BY missing, weight DESC, path
        """, arguments: [track])
    let weight: Int = files.first?["weight"] ?? 0
    // One track's files hold the same audio, so one speaks for all.
    let warnings = try files.first.map {
      try StoredJSON.value([SourceWarning].self, $0["warnings"])
    }
    let copies = files.map {
      CopyFile(
        path: SourcePath(bytes: $0["path"] as Data), bytes: $0["size"], isMissing: $0["missing"])
    }
    let title = record.tags.title ?? copies.first?.path.name ?? track
    return Copy(
      track: record, name: record.tags.artists.first.map { "\($0) – \(title)" } ?? title,
      files: copies,
      keeper: Keeper(
        isLossless: record.bits != nil,
        isGenuine: !(warnings ?? []).contains { lesserOrigins.contains($0.code) },
        isWhole: record.integrity != "failed", duration: record.duration,
        sampleRate: record.sampleRate, bits: record.bits ?? 0, channels: record.channels,
        tags: weight, bytes: copies.first?.bytes ?? 0))
  }
}
