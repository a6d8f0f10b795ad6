import Foundation
import GRDB
public import Sound

extension Catalogue {
  /// What a track can be had as: its original and its best rendition.
  public struct TrackFiles: Sendable {
    /// The file that gives the track its tags; nil where all of its files were gone when last looked for.
    public var original: SourcePath?
    /// Bytes; 0 without an original.
    public var originalBytes = 0
    /// Of the original, such as `flac`.
    public var container: String
    /// Bytes of the largest; nil where there is none.
    public var renditionBytes: Int?
  }

  /// The files of several tracks, read without what is known of them; those that are not there are left out.
  public func files(
    of tracks: some Sequence<TrackID>
  ) throws(CatalogueError) -> [TrackID: TrackFiles] {
    try read { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT container, source.path, source.size,
            (SELECT max(bytes) FROM rendition WHERE rendition.track = track.id) AS bytes
          FROM track LEFT JOIN source ON source.path =
            (SELECT path FROM source WHERE source.track = track.id AND missing = 0
              ORDER BY weight DESC, path LIMIT 1)
          WHERE track.id = ?
          """)
      var found: [TrackID: TrackFiles] = [:]
      for track in tracks where found[track] == nil {
        guard let row = try Row.fetchOne(statement, arguments: [track.description]) else {
          continue
        }
        let path: Data? = row["path"]
        found[track] = TrackFiles(
          original: path.map { SourcePath(bytes: $0) }, originalBytes: row["size"] ?? 0,
          container: row["container"], renditionBytes: row["bytes"])
      }
      return found
    }
  }
}
