import Fingerprinting
import Foundation
import GRDB
public import Recordings
public import Sound

/// What tracks are recognised by.
extension Catalogue {
  /// The tracks whose fingerprint and landmarks are of today's versions, in the order of their ids.
  public func audibleTracks() throws(CatalogueError) -> [TrackID] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT landmark.track FROM landmark INDEXED BY landmark_version
          WHERE landmark.version = ? AND EXISTS(
            SELECT 1 FROM fingerprint INDEXED BY fingerprint_version
            WHERE fingerprint.version = ? AND fingerprint.track = landmark.track)
          ORDER BY landmark.track
          """, arguments: [Landmarks.version, Fingerprint.version]
      ).compactMap { TrackID($0) }
    }
  }

  /// The landmarks of a track; nil where there are none.
  public func landmarks(of track: TrackID) throws(CatalogueError) -> Landmarks? {
    try read { db in try Self.landmarks(of: track, in: db) }
  }

  /// What a track is compared by; nil where its fingerprint or its landmarks are missing.
  public func hearing(of track: TrackID) throws(CatalogueError) -> Hearing? {
    try read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT json_extract(record, '$.words') AS words, json_extract(record, '$.duration') AS duration
          FROM fingerprint WHERE track = ?
          """, arguments: [track.description])
      guard let row, let landmarks = try Self.landmarks(of: track, in: db) else { return nil }
      let words: String? = row["words"]
      return Hearing(
        track: track, duration: row["duration"] ?? 0, words: Self.numbers(words ?? ""),
        landmarks: landmarks)
    }
  }

  private static func landmarks(of track: TrackID, in db: Database) throws -> Landmarks? {
    let record = try Data.fetchOne(
      db, sql: "SELECT record FROM landmark WHERE track = ? AND version = ?",
      arguments: [track.description, Landmarks.version])
    guard let record else { return nil }
    guard let landmarks = Landmarks(encoded: Array(record)) else {
      throw CatalogueError.damaged(
        path: "catalogue.sqlite", reason: "the landmarks of \(track) cannot be read")
    }
    return landmarks
  }

  /// The numbers of a list in JSON; a decoder takes twenty times as long, and a library has thousands.
  private static func numbers(_ list: String) -> [UInt32] {
    var numbers: [UInt32] = []
    var number: UInt64?
    for byte in list.utf8 {
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        number = ((number ?? 0) &* 10 &+ UInt64(byte - UInt8(ascii: "0"))) & 0xFFFF_FFFF
      } else if let done = number {
        numbers.append(UInt32(done))
        number = nil
      }
    }
    return numbers
  }

  static func put(_ landmarks: Landmarks, of track: String, in db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO landmark (track, version, record) VALUES (?, ?, ?)",
      arguments: [track, Landmarks.version, Data(landmarks.encoded)])
  }

  /// Notes that a track is to be compared with all others anew.
  static func forgetLooks(of track: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM looked WHERE track = ?", arguments: [track])
    try db.execute(
      sql: "DELETE FROM link WHERE first = ? OR second = ?", arguments: [track, track])
  }
}
