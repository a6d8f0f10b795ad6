import Foundation
import GRDB
public import Recordings
public import Sound

/// Which tracks are one recording.
extension Catalogue {
  /// Two tracks that share a stretch, and what says so.
  public struct FoundLink: Sendable {
    public var link: RecordingLink
    public var evidence: Evidence

    public init(link: RecordingLink, evidence: Evidence) {
      self.link = link
      self.evidence = evidence
    }
  }

  /// Of everything that decides about two tracks; a change compares all of them anew.
  public static let comparisonVersion = 2

  /// The tracks that can be heard and were not compared with the others yet, in the order of their ids.
  public func tracksToCompare() throws(CatalogueError) -> [TrackID] {
    let audible = try audibleTracks()
    return try read { db in
      let done = Set(
        try String.fetchAll(
          db, sql: "SELECT track FROM looked WHERE version = ?",
          arguments: [Self.comparisonVersion]))
      return audible.filter { !done.contains($0.description) }
    }
  }

  /// Notes what came of comparing a track with all others, in one transaction.
  public func recordComparison(
    of track: TrackID, _ links: [FoundLink]
  ) throws(CatalogueError) {
    try write { db in
      // What the other side found stays: both find the same, whoever is compared first.
      try db.execute(
        sql: "DELETE FROM link WHERE (first = ? OR second = ?) AND version <> ?",
        arguments: [track.description, track.description, Self.comparisonVersion])
      for found in links {
        try db.execute(
          sql: """
            INSERT OR REPLACE INTO link (first, second, version, verdict, coverage, evidence)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            found.link.first.description, found.link.second.description, Self.comparisonVersion,
            found.link.verdict.rawValue, found.link.coverage, try StoredJSON.text(found.evidence),
          ])
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO looked (track, version) VALUES (?, ?)",
        arguments: [track.description, Self.comparisonVersion])
    }
  }

  /// What was found about a track, the other track always second.
  public func links(of track: TrackID) throws(CatalogueError) -> [FoundLink] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM link WHERE first = ? OR second = ? ORDER BY first, second",
        arguments: [track.description, track.description]
      ).compactMap { row in
        guard var link = Self.link(row) else { return nil }
        var evidence = try StoredJSON.value(Evidence.self, row["evidence"])
        if link.second == track {
          (link.first, link.second) = (link.second, link.first)
          evidence = evidence.reversed
        }
        return FoundLink(link: link, evidence: evidence)
      }
    }
  }

  private static func link(_ row: Row) -> RecordingLink? {
    guard let first = TrackID(row["first"] as String),
      let second = TrackID(row["second"] as String),
      let verdict = Verdict(rawValue: row["verdict"])
    else { return nil }
    return RecordingLink(
      first: first, second: second, verdict: verdict, coverage: row["coverage"])
  }

  /// Notes what a person decided; what was decided about the same two before gives way.
  public func record(_ edits: [RecordingEdit]) throws(CatalogueError) {
    try write { db in
      for edit in edits {
        try db.execute(
          sql: "INSERT OR REPLACE INTO edit (first, second, kind) VALUES (?, ?, ?)",
          arguments: [edit.first.description, edit.second.description, edit.kind.rawValue])
      }
      try Self.regroup(in: db)
    }
  }

  /// Puts the tracks into recordings by what was found and decided so far, in one transaction.
  public func regroup() throws(CatalogueError) {
    try write { db in try Self.regroup(in: db) }
  }

  private static func regroup(in db: Database) throws {
    let links = try Row.fetchAll(db, sql: "SELECT first, second, verdict, coverage FROM link")
      .compactMap(Self.link)
    let edits = try Row.fetchAll(db, sql: "SELECT * FROM edit").compactMap { row in
      if let first = TrackID(row["first"] as String),
        let second = TrackID(row["second"] as String),
        let kind = RecordingEdit.Kind(rawValue: row["kind"])
      {
        RecordingEdit(kind, first, second)
      } else {
        nil
      }
    }
    let names = try Self.recordings(in: db)
    let merged = Set(edits.flatMap { [$0.first, $0.second] })
    let there = try merged.filter { track in
      try Bool.fetchOne(
        db, sql: "SELECT EXISTS(SELECT 1 FROM track WHERE id = ?)",
        arguments: [track.description]) ?? false
    }
    let grouping = Grouping(
      links: links, edits: edits, names: names, holds: { there.contains($0) })
    var wanted: [TrackID: TrackID] = [:]
    for group in grouping.groups {
      for track in group.tracks { wanted[track] = group.recording }
    }
    // A group of one keeps its id, unless that is another's or another track's own; of several that had one id,
    // the first by its own.
    var taken = Set(wanted.values)
    let alone = names.filter { wanted[$0.key] == nil }
      .sorted { $0.key.description < $1.key.description }
    for (track, recording) in alone where recording != track && !taken.contains(recording) {
      if try holds(recording, in: db) { continue }
      wanted[track] = recording
      taken.insert(recording)
    }
    for track in names.keys where wanted[track] == nil {
      try db.execute(
        sql: "DELETE FROM recording WHERE track = ?", arguments: [track.description])
    }
    for (track, recording) in wanted where names[track] != recording {
      try db.execute(
        sql: "INSERT OR REPLACE INTO recording (track, recording) VALUES (?, ?)",
        arguments: [track.description, recording.description])
    }
  }

  private static func holds(_ track: TrackID, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS(SELECT 1 FROM track WHERE id = ?)",
      arguments: [track.description]) ?? false
  }

  private static func recordings(in db: Database) throws -> [TrackID: TrackID] {
    var result: [TrackID: TrackID] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT track, recording FROM recording") {
      if let track = TrackID(row["track"] as String),
        let recording = TrackID(row["recording"] as String)
      {
        result[track] = recording
      }
    }
    return result
  }

  /// The recording of every track that is not alone in its own; every other track's recording has its own id.
  public func recordings() throws(CatalogueError) -> [TrackID: TrackID] {
    try read { db in try Self.recordings(in: db) }
  }

  /// Says which recording a track is, for lists that take one track of each; nil for tracks alone in theirs.
  ///
  /// Reads the catalogue once, when it is made: what is grouped later is not seen.
  public func recordingNames() throws(CatalogueError) -> @Sendable (TrackID) -> String? {
    let recordings = try recordings()
    return { recordings[$0]?.description }
  }

  /// The recording that a track belongs to.
  public func recording(of track: TrackID) throws(CatalogueError) -> TrackID {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT recording FROM recording WHERE track = ?",
        arguments: [track.description]
      ).flatMap { TrackID($0) } ?? track
    }
  }

  /// The tracks of a recording, in the order of their ids; the track of that id alone where there is no group.
  public func tracks(ofRecording recording: TrackID) throws(CatalogueError) -> [TrackID] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT track FROM recording WHERE recording = ?
          UNION SELECT id FROM track WHERE id = ?
            AND NOT EXISTS(SELECT 1 FROM recording AS known WHERE known.track = track.id)
          ORDER BY 1
          """, arguments: [recording.description, recording.description]
      ).compactMap { TrackID($0) }
    }
  }
}
