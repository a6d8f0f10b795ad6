import Foundation
import GRDB
import Sound
import Tagging

/// Which of the files with a track's audio gives the track its tags, watched over one change of the files.
///
/// The answer depends on what the files say and on nothing else: neither on the order in which they came nor
/// on how many were worked on at a time.
struct Preference {
  /// Of a track, by its id: the files, the one that says most first.
  static let query = "SELECT * FROM source WHERE track = ? ORDER BY weight DESC, path LIMIT 1"

  /// The tracks whose files change, each with who speaks for it before.
  private var speakers: [String: Speaker?] = [:]

  private struct Speaker {
    let path: Data
    let digest: String?
    let tags: String

    init?(of track: String, in db: Database) throws {
      guard let row = try Row.fetchOne(db, sql: Preference.query, arguments: [track]) else {
        return nil
      }
      path = row["path"]
      digest = row["digest"]
      tags = row["tags"]
    }

    /// Whether nothing new is heard: the same bytes, wherever they lie in the same folder.
    func says(as other: Speaker?) -> Bool {
      guard let other else { return false }
      return digest == other.digest && tags == other.tags && folder == other.folder
    }

    private var folder: Data { path.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } ?? path }
  }

  /// Notes who speaks for the track that the file at the source's path holds so far, and for the one that it
  /// is going to hold.
  init(before source: SourceRecord, in db: Database) throws {
    let held = try String.fetchOne(
      db, sql: "SELECT track FROM source WHERE path = ?", arguments: [Data(source.path.bytes)])
    for track in [held, source.track?.description] {
      if let track { speakers[track] = .some(try Speaker(of: track, in: db)) }
    }
  }

  /// Gives the tracks the tags of whoever speaks for them now; where that has changed, the renditions' headers
  /// are due.
  ///
  /// A track that no file holds any more keeps its tags.
  func settle(in db: Database) throws {
    for (track, before) in speakers {
      guard let now = try Speaker(of: track, in: db), !now.says(as: before) else { continue }
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM track WHERE id = ?", arguments: [track])
      guard let row, var record = Catalogue.record(row, tags: TrackTags()) else { continue }
      let held: String = row["tags"]
      // The first file of a track that has just been made: nothing has changed.
      if before == nil, held == now.tags { continue }
      record.tags = try StoredJSON.value(TrackTags.self, now.tags)
      try db.execute(
        sql:
          "UPDATE track SET tags = ?, title = ?, artist = ?, album = ?, headersDue = 1 WHERE id = ?",
        arguments: [
          now.tags, record.tags.title, record.tags.artists.first, record.tags.album, track,
        ])
      try Catalogue.putSummary(of: record, in: db)
      try Catalogue.join(
        album: Catalogue.albumKey(record.tags, at: now.path), track, in: db)
    }
  }
}
