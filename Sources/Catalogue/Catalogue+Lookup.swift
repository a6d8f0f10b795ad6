import GRDB
public import Sound

/// What a search asks about the few tracks that it has found.
extension Catalogue {
  /// The summaries of `tracks`, with their owner's values; those that are not there are left out.
  public func summaries(
    of tracks: some Sequence<TrackID>
  ) throws(CatalogueError) -> [TrackID: TrackSummary] {
    try read { db in
      let statement = try db.cachedStatement(sql: "\(Self.selection) WHERE summary.track = ?")
      var found: [TrackID: TrackSummary] = [:]
      for track in tracks where found[track] == nil {
        let row = try Row.fetchOne(statement, arguments: [track.description])
        guard var summary = row.flatMap(Self.summary) else { continue }
        for stated in try Self.overrides(of: track.description, in: db) {
          stated.apply(to: &summary)
        }
        found[track] = summary
      }
      return found
    }
  }

  /// The beats in a bar of every track whose metre is known or stated.
  public func beatsPerBar() throws(CatalogueError) -> [TrackID: Int] {
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT track, json_extract(record, '$.meter.beatsPerBar') AS beats FROM analysis
          """)
      var found: [TrackID: Int] = [:]
      while let row = try rows.next() {
        if let track = TrackID(row["track"] as String) { found[track] = row["beats"] as Int? }
      }
      for (track, overrides) in try Self.overridesByTrack(in: db) {
        let stated = overrides.first { $0.name == .timeSignature }?.number
        if let stated, let track = TrackID(track) { found[track] = Int(stated) }
      }
      return found
    }
  }
}
