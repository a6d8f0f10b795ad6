import Analysis
import Foundation
import GRDB
public import Sound
public import Tagging

extension Catalogue {
  /// What changed in a catalogue since a moment that a number stands for.
  public struct Changes: Sendable {
    /// The cards of tracks that are new or changed.
    public var cards: [TrackCard] = []
    /// Tracks that are gone.
    public var removed: [TrackID] = []
    /// The number to ask with next.
    public var sequence = 0
  }

  /// The number of the last change: cheap, for whoever looks often.
  public func changeSequence() throws(CatalogueError) -> Int {
    try read { db in try Self.sequence(in: db) }
  }

  /// What changed after `sequence`, the number of the last look; everything where that is nil.
  public func changes(after sequence: Int?) throws(CatalogueError) -> Changes {
    try read { db in
      var changes = Changes()
      changes.sequence = try Self.sequence(in: db)
      let overrides = try Self.overridesByTrack(in: db)
      let wanted =
        sequence == nil
        ? "" : "WHERE summary.track IN (SELECT track FROM change WHERE sequence > ?)"
      let rows = try Row.fetchCursor(
        db, sql: Self.cardQuery + wanted,
        arguments: StatementArguments(sequence.map { [$0] } ?? []))
      while let row = try rows.next() {
        guard var card = Self.card(row) else { continue }
        for stated in overrides[card.track.description] ?? [] {
          stated.apply(to: &card)
          card.overrides.append(stated)
        }
        changes.cards.append(card)
      }
      if let sequence {
        changes.removed = try String.fetchAll(
          db,
          sql: """
            SELECT track FROM change
            WHERE sequence > ? AND track NOT IN (SELECT id FROM track)
            """, arguments: [sequence]
        ).compactMap { TrackID($0) }
      }
      return changes
    }
  }

  /// The tags of several tracks; those that are not there are left out.
  public func tags(of tracks: [TrackID]) throws(CatalogueError) -> [TrackID: TrackTags] {
    try read { db in
      var result: [TrackID: TrackTags] = [:]
      let statement = try db.cachedStatement(sql: "SELECT tags FROM track WHERE id = ?")
      for track in tracks {
        if let text = try String.fetchOne(statement, arguments: [track.description]) {
          result[track] = try StoredJSON.value(TrackTags.self, text)
        }
      }
      return result
    }
  }

  private static let cardQuery = """
    SELECT summary.*, track.album, track.albumKey, feature.version, feature.tempoConfidence,
      feature.alternatives, feature.keyConfidence, feature.beatsPerBar,
      coalesce(recording.recording, summary.track) AS recording,
      -- A weight is odd where there is a picture: `SourceRecord.weight`.
      coalesce((SELECT weight & 1 FROM source WHERE source.track = summary.track
        ORDER BY weight DESC, path LIMIT 1), 0) AS hasCover,
      CASE WHEN summary.title IS NULL THEN
        (SELECT path FROM source WHERE source.track = summary.track ORDER BY path LIMIT 1)
        END AS path,
      (SELECT min(changed) FROM source WHERE source.track = summary.track) AS arrived,
      \(TrackHeading.column) AS heading
    FROM summary JOIN track ON track.id = summary.track
      LEFT JOIN feature ON feature.track = summary.track
      LEFT JOIN recording ON recording.track = summary.track

    """

  private static func sequence(in db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT max(sequence) FROM change") ?? 0
  }

  private static func card(_ row: Row) -> TrackCard? {
    guard let summary = summary(row) else { return nil }
    let alternatives: String? = row["alternatives"]
    let arrived: Int? = row["arrived"]
    let heading: String? = row["heading"]
    var card = TrackCard(
      track: summary.track, duration: summary.duration, title: summary.title,
      artists: summary.artists, album: row["album"], albumKey: row["albumKey"],
      genres: summary.genres, bpm: summary.bpm, tempoConfidence: row["tempoConfidence"],
      tempoAlternatives: alternatives.flatMap {
        try? StoredJSON.value([TempoEstimate.Alternative].self, $0)
      } ?? [],
      key: summary.key, keyConfidence: row["keyConfidence"], beatsPerBar: row["beatsPerBar"],
      integrated: summary.integrated, descriptors: summary.descriptors,
      analysisVersion: row["version"], recording: row["recording"], hasCover: row["hasCover"])
    card.heading = heading.map(TrackHeading.init(column:)) ?? TrackHeading()
    card.arrived = arrived.map { $0 / 1_000_000_000 }
    return card
  }
}
