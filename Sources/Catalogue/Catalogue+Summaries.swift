import Analysis
import Foundation
import GRDB
import Sound
import Tagging

extension Catalogue {
  /// Calls `body` with the summary of every track that meets the conditions, in the order of artist, album,
  /// title and id, one at a time.
  public func forEachSummary(
    where filter: TrackFilter = TrackFilter(), _ body: (TrackSummary) throws -> Void
  ) throws(CatalogueError) {
    try read { db in try Self.forEachSummary(where: filter, in: db, body) }
  }

  /// Calls `body` with all that is known of every track that meets the conditions, in the same order, one at a
  /// time.
  public func forEachEntry(
    where filter: TrackFilter = TrackFilter(), _ body: (CatalogueEntry) throws -> Void
  ) throws(CatalogueError) {
    try read { db in
      try Self.forEachSummary(where: filter, in: db) { summary in
        let row = try Row.fetchOne(
          db, sql: "SELECT * FROM track WHERE id = ?", arguments: [summary.track.description])
        if let row { try body(Self.entry(row, in: db)) }
      }
    }
  }

  /// Every summary's row, with the first path of those that have no title.
  static let selection = """
    SELECT summary.*, track.albumKey, CASE WHEN summary.title IS NULL THEN
      (SELECT path FROM source WHERE source.track = summary.track ORDER BY path LIMIT 1)
      END AS path
    FROM summary JOIN track ON track.id = summary.track
    """

  private static func forEachSummary(
    where filter: TrackFilter, in db: Database, _ body: (TrackSummary) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        \(selection)
        ORDER BY track.artist, track.album, track.title, track.id
        """)
    let overrides = try overridesByTrack(in: db)
    while let row = try rows.next() {
      guard var summary = summary(row) else { continue }
      for stated in overrides[summary.track.description] ?? [] { stated.apply(to: &summary) }
      guard filter.admits(summary) else { continue }
      try body(summary)
    }
  }

  static func summary(_ row: Row) -> TrackSummary? {
    guard let track = TrackID(row["track"] as String) else { return nil }
    let (title, path): (String?, Data?) = (row["title"], row["path"])
    let (tonic, mode): (Int?, String?) = (row["tonic"], row["mode"])
    let key = tonic.flatMap(PitchClass.init).flatMap { tonic in
      mode.flatMap(Mode.init).map { Key(tonic: tonic, mode: $0) }
    }
    var descriptors: [String: Double] = [:]
    for name in Descriptors.names { descriptors[name] = row[name] as Double? }
    return TrackSummary(
      track: track, duration: row["duration"],
      title: title ?? path.map { SourcePath(bytes: $0).name } ?? track.description,
      artists: list(row["artists"]), album: row["albumKey"],
      genres: list(row["genres"]), bpm: row["bpm"], key: key,
      integrated: row["integrated"], descriptors: descriptors)
  }

  /// Notes the part of a summary that comes from the tags.
  static func putSummary(of track: TrackRecord, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO summary (track, duration, title, artists, genres) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT(track) DO UPDATE SET
          title = excluded.title, artists = excluded.artists, genres = excluded.genres
        """,
      arguments: [
        track.id.description, track.duration, track.tags.title, text(track.tags.artists),
        text(track.tags.genres),
      ])
  }

  /// Notes the part of a summary that comes from the analysis.
  static func putSummary(of analysis: TrackAnalysis, track: String, in db: Database) throws {
    let key = analysis.key?.key
    let columns = Descriptors.names.map { ", \($0) = ?" }.joined()
    try db.execute(
      sql: """
        UPDATE summary SET bpm = ?, tonic = ?, mode = ?, integrated = ?\(columns) WHERE track = ?
        """,
      arguments: [
        analysis.tempo?.bpm, key?.tonic.rawValue, key?.mode.rawValue,
        analysis.loudness.integrated,
      ] + StatementArguments(Descriptors.names.map { analysis.descriptors[$0]?.value }) + [track])
  }

  /// Between unit separators, which no tag holds in earnest.
  private static let separator: Character = "\u{1F}"

  private static func text(_ values: [String]) -> String {
    values.joined(separator: String(separator))
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: separator).map(String.init)
  }
}
