public import Analysis
import Foundation
import GRDB
public import Sound
import Tagging

/// Which tracks make an album, and what their loudness as one programme is made of.
extension Catalogue {
  /// What an album's loudness needs to know of one of its tracks.
  public struct AlbumPart: Sendable {
    public let track: TrackID
    public let histogram: LoudnessHistogram
    /// dBTP; nil for silence.
    public let truePeak: Double?
  }

  /// The analysed tracks of the album that a track belongs to; empty where its files name none.
  public func album(of track: TrackID) throws(CatalogueError) -> [AlbumPart] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT track.id, details, json_extract(record, '$.loudness.truePeak') AS peak
          FROM track JOIN analysis ON analysis.track = track.id
          WHERE albumKey = (SELECT albumKey FROM track WHERE id = ?) AND details IS NOT NULL
            AND json_valid(record)
          ORDER BY track.id
          """, arguments: [track.description]
      ).compactMap { row in
        guard let id = TrackID(row["id"] as String) else { return nil }
        let details = try TrackDetails(encoded: Array(row["details"] as Data))
        return AlbumPart(
          track: id, histogram: details.loudnessHistogram, truePeak: row["peak"])
      }
    }
  }

  /// What tells albums apart; nil where a track belongs to none.
  ///
  /// MusicBrainz' release where it is given; else the title with the album's artists; else the title with the
  /// folder, since a compilation without album artists still lies together. A file that came by an upload lies in
  /// a folder of its own, which tells nothing: there the track's first artist stands for it.
  static func albumKey(_ tags: TrackTags, at path: Data) -> String? {
    if let release = tags["MUSICBRAINZ_ALBUMID"].first { return release }
    guard let album = tags.album else { return nil }
    if !tags.albumArtists.isEmpty {
      return ([album] + tags.albumArtists).joined(separator: "\u{1F}")
    }
    let folder = path.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } ?? Data()
    if isReceived(folder), let artist = tags.artists.first {
      return album + "\u{1F}\u{1F}received\u{1F}" + artist.lowercased()
    }
    return album + "\u{1F}\u{1F}" + String(decoding: folder, as: UTF8.self)
  }

  /// Whether a folder is that of one upload: `received/` and 22 letters and digits.
  private static func isReceived(_ folder: Data) -> Bool {
    let parts = folder.split(separator: UInt8(ascii: "/")).suffix(2)
    guard parts.count == 2, let id = parts.last, id.count == 22 else { return false }
    return parts.first.map { Array($0) == Array("received".utf8) } ?? false
      && String(decoding: id, as: UTF8.self).utf8.allSatisfy {
        Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber
      }
  }

  /// Puts a track into its album; where either album changes by that, the headers of all in it are due.
  static func join(album key: String?, _ track: String, in db: Database) throws {
    let before = try String.fetchOne(
      db, sql: "SELECT albumKey FROM track WHERE id = ?", arguments: [track])
    guard key != before else { return }
    try db.execute(
      sql: "UPDATE track SET albumKey = ? WHERE id = ?", arguments: [key, track])
    for album in [before, key] {
      try makeHeadersDue(
        where: "albumKey = ? AND (SELECT count(*) FROM track WHERE albumKey = ?) > 1",
        [album, album], in: db)
    }
    try makeHeadersDue(where: "id = ?", [track], in: db)
  }

  /// Notes that the headers of those tracks' renditions may say what is no longer so.
  static func makeHeadersDue(
    where condition: String, _ arguments: [String?], in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE track SET headersDue = 1
        WHERE \(condition) AND EXISTS(SELECT 1 FROM rendition WHERE rendition.track = track.id)
        """, arguments: StatementArguments(arguments))
  }
}
