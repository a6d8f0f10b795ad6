public import Analysis
import Fingerprinting
import Foundation
import GRDB
public import Ladder
public import Sound
import Tagging

extension Catalogue {
  /// Whether a track is there.
  public func holds(_ track: TrackID) throws(CatalogueError) -> Bool {
    try read { db in
      try Bool.fetchOne(
        db, sql: "SELECT EXISTS(SELECT 1 FROM track WHERE id = ?)",
        arguments: [track.description]) ?? false
    }
  }

  /// Stores a source's whole result in one transaction.
  ///
  /// What `derivatives` leaves out stays as it was; a rung that it brings replaces that rung alone.
  ///
  /// - Parameters:
  ///   - source: the file.
  ///   - track: what it holds, with the tags that this file gives it.
  ///   - derivatives: what was made of it.
  ///   - isHeldElsewhere: whether another file that is there holds the track; nil for what is noted of the others.
  /// - Returns: whether the source is a duplicate: another file held the track before, and still does.
  /// - Throws: what SQLite says.
  @discardableResult
  public func record(
    _ source: SourceRecord, track: TrackRecord?, derivatives: Derivatives,
    isHeldElsewhere: Bool? = nil
  ) throws(CatalogueError) -> Bool {
    try write { db in
      var source = source
      if let track { source.tags = track.tags }
      var wasThere = true
      let preference = try Preference(before: source, in: db)
      if let track {
        wasThere = try Self.put(track, in: db)
        try Self.put(derivatives, of: track.id, in: db)
      }
      if let known = source.track, source.status == .ingested {
        // A file that held the track before is what it was; a newcomer to a track that is held is a
        // duplicate.
        if let status = try Self.status(of: source.path, holding: known, in: db) {
          source.status = status
        } else if wasThere,
          try isHeldElsewhere ?? Self.isHeld(known, elsewhereThan: source.path, in: db)
        {
          source.status = .duplicate
        }
      }
      try Self.put(source, in: db)
      try preference.settle(in: db)
      if let track, !wasThere {
        try Self.join(
          album: Self.albumKey(track.tags, at: Data(source.path.bytes)), track.id.description,
          in: db)
      }
      return source.status == .duplicate
    }
  }

  /// Stores what was derived anew from a track that is there.
  public func record(_ derivatives: Derivatives, of track: TrackID) throws(CatalogueError) {
    try write { db in try Self.put(derivatives, of: track, in: db) }
  }

  /// Stores renditions whose headers were brought up to date; none is due any more.
  ///
  /// - Parameters:
  ///   - renditions: as they are now.
  ///   - track: whose.
  ///   - damaged: rungs that were found not to be what was written; see `Freshness.Rung.isDamaged`.
  /// - Throws: what SQLite says.
  public func recordHeaders(
    _ renditions: [Rendition], of track: TrackID, damaged: [String] = []
  ) throws(CatalogueError) {
    try write { db in
      try Self.put(Derivatives(renditions: renditions), of: track, in: db)
      for rung in damaged {
        try db.execute(
          sql: "UPDATE rendition SET settings = '' WHERE track = ? AND rung = ?",
          arguments: [track.description, rung])
      }
      try db.execute(
        sql: "UPDATE track SET headersDue = 0 WHERE id = ?", arguments: [track.description])
    }
  }

  /// The tracks whose renditions' headers are due, in the order of their ids.
  public func tracksWithHeadersDue() throws(CatalogueError) -> [TrackID] {
    try read { db in
      try String.fetchAll(db, sql: "SELECT id FROM track WHERE headersDue = 1 ORDER BY id")
        .compactMap { TrackID($0) }
    }
  }

  /// A track with all that is known of it.
  public func entry(_ track: TrackID) throws(CatalogueError) -> CatalogueEntry? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM track WHERE id = ?", arguments: [track.description]
      ).map { try Self.entry($0, in: db) }
    }
  }

  /// What similarity is computed from; nil for silence and for tracks that were not analysed.
  public func features(of track: TrackID) throws(CatalogueError) -> TrackFeatures? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT features FROM analysis WHERE track = ?", arguments: [track.description]
      ).map { try StoredJSON.value(TrackFeatures.self, $0) }
    }
  }

  /// Segments, waveform and loudness over time; nil for tracks that were not analysed.
  public func details(of track: TrackID) throws(CatalogueError) -> TrackDetails? {
    try read { db in
      try Data.fetchOne(
        db, sql: "SELECT details FROM analysis WHERE track = ?", arguments: [track.description]
      ).map { try TrackDetails(encoded: Array($0)) }
    }
  }

  /// Versions and settings of what is there, read without the results themselves.
  public func freshness(of track: TrackID) throws(CatalogueError) -> Freshness {
    try read { db in
      let id: StatementArguments = [track.description]
      let rows = try Row.fetchAll(
        db, sql: "SELECT rung, settings, path, bytes FROM rendition WHERE track = ?", arguments: id)
      var freshness = Freshness()
      for row in rows {
        freshness.rungs[row["rung"]] = Freshness.Rung(
          settings: row["settings"], path: row["path"], bytes: row["bytes"])
      }
      freshness.fingerprint = try Int.fetchOne(
        db, sql: "SELECT version FROM fingerprint WHERE track = ?", arguments: id)
      if let row = try Row.fetchOne(
        db, sql: "SELECT version, features IS NULL AS silent FROM analysis WHERE track = ?",
        arguments: id)
      {
        freshness.analysis = row["version"]
        freshness.isSilent = row["silent"]
      }
      freshness.landmarks = try Int.fetchOne(
        db, sql: "SELECT version FROM landmark WHERE track = ?", arguments: id)
      freshness.embedding = try Int.fetchOne(
        db, sql: "SELECT version FROM embedding WHERE track = ?", arguments: id)
      return freshness
    }
  }

  /// The ids of all tracks, in order.
  public func trackIDs() throws(CatalogueError) -> [TrackID] {
    try read { db in
      try String.fetchAll(db, sql: "SELECT id FROM track ORDER BY id").compactMap { TrackID($0) }
    }
  }

  /// The embeddings of one space, in the order of the tracks' ids.
  public func embeddings(
    version: Int
  ) throws(CatalogueError) -> [(track: TrackID, vector: [Float])] {
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT track, vector FROM embedding WHERE version = ? ORDER BY track",
        arguments: [version])
      var result: [(track: TrackID, vector: [Float])] = []
      while let row = try rows.next() {
        let id: String = row["track"]
        guard let track = TrackID(id) else { continue }
        result.append((track: track, vector: VectorBlob.floats(row["vector"])))
      }
      return result
    }
  }

  /// What the file at `path` is noted as, if the note is about the same track.
  private static func status(
    of path: SourcePath, holding track: TrackID, in db: Database
  ) throws -> SourceStatus? {
    try String.fetchOne(
      db, sql: "SELECT status FROM source WHERE path = ? AND track = ?",
      arguments: [Data(path.bytes), track.description]
    ).flatMap(SourceStatus.init)
  }

  private static func isHeld(
    _ track: TrackID, elsewhereThan path: SourcePath, in db: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS(SELECT 1 FROM source WHERE track = ? AND path <> ? AND missing = 0)",
      arguments: [track.description, Data(path.bytes)]) ?? false
  }

  /// Returns whether the track was there; then its tags are those of the file that says most.
  private static func put(_ track: TrackRecord, in db: Database) throws -> Bool {
    try db.execute(
      sql: """
        INSERT INTO track
          (id, sampleRate, channels, frames, bits, container, codec, integrity, title, artist,
           album, tags)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING
        """,
      arguments: [
        track.id.description, track.sampleRate, track.channels, track.frames, track.bits,
        track.container, track.codec, track.integrity, track.tags.title,
        track.tags.artists.first, track.tags.album, try StoredJSON.text(track.tags),
      ])
    let wasThere = db.changesCount == 0
    if !wasThere { try putSummary(of: track, in: db) }
    return wasThere
  }

  static func put(_ derivatives: Derivatives, of track: TrackID, in db: Database) throws {
    let id = track.description
    if derivatives.analysis != nil {
      // Renditions that are there say what the old analysis measured, those of its album too.
      try makeHeadersDue(
        where: "(id = ? OR albumKey = (SELECT albumKey FROM track WHERE id = ?))", [id, id], in: db)
    }
    for rendition in derivatives.renditions {
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO rendition (track, rung, settings, path, bytes, record)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id, rendition.rung, rendition.settingsDigest, rendition.path, rendition.bytes,
          try StoredJSON.text(rendition),
        ])
    }
    if let fingerprint = derivatives.fingerprint {
      try db.execute(
        sql: "INSERT OR REPLACE INTO fingerprint (track, version, record) VALUES (?, ?, ?)",
        arguments: [
          id, derivatives.fingerprintVersion ?? Fingerprint.version,
          try StoredJSON.text(fingerprint),
        ])
    }
    if let landmarks = derivatives.landmarks { try put(landmarks, of: id, in: db) }
    if derivatives.fingerprint != nil || derivatives.landmarks != nil {
      try forgetLooks(of: id, in: db)
    }
    if let analysis = derivatives.analysis {
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO analysis (track, version, record, features, details)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          id, analysis.version, try StoredJSON.text(analysis.withoutFeatures),
          try analysis.features.map(StoredJSON.text),
          analysis.details.map { Data($0.encoded) },
        ])
      // A new analysis without a place in the space is silence: the old place is no longer its own.
      try db.execute(sql: "DELETE FROM embedding WHERE track = ?", arguments: [id])
      try putSummary(of: analysis, track: id, in: db)
    }
    if let embedding = derivatives.embedding {
      try db.execute(
        sql: "INSERT OR REPLACE INTO embedding (track, version, vector) VALUES (?, ?, ?)",
        arguments: [id, embedding.version, VectorBlob.data(embedding.vector)])
    }
  }
}
