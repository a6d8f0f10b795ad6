import Foundation
import GRDB
public import Sound

/// What changed in the similarity space since an index looked.
public struct PlaceChanges: Sendable, Equatable {
  /// Drawn at random when the catalogue was made.
  public let epoch: UInt64
  /// The number of the last change there is; 0 before the first.
  public let last: Int64
  /// The tracks that changed and where they are now, nil for those that are nowhere; each once.
  public let changed: [(track: TrackID, vector: [Float]?)]

  public static func == (a: PlaceChanges, b: PlaceChanges) -> Bool {
    a.epoch == b.epoch && a.last == b.last
      && a.changed.elementsEqual(b.changed) { $0.track == $1.track && $0.vector == $1.vector }
  }
}

extension Catalogue {
  /// The changes after a number, read on one snapshot.
  ///
  /// - Parameters:
  ///   - sequence: of the last change that is known; 0 for none.
  ///   - version: of the space.
  /// - Returns: of each track its last change, in order.
  /// - Throws: what SQLite says.
  public func placeChanges(
    after sequence: Int64, version: Int
  ) throws(CatalogueError) -> PlaceChanges {
    try read { db in
      let epoch = try Int64.fetchOne(db, sql: "SELECT epoch FROM placeEpoch") ?? 0
      // AUTOINCREMENT remembers the highest number ever, whatever was deleted.
      let last = try Int64.fetchOne(
        db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'placeChange'")
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT placeChange.track, vector FROM placeChange
          LEFT JOIN embedding ON embedding.track = placeChange.track AND version = ?
          WHERE sequence > ? ORDER BY sequence
          """, arguments: [version, sequence])
      var changed: [(track: TrackID, vector: [Float]?)] = []
      while let row = try rows.next() {
        guard let track = TrackID(row["track"] as String) else { continue }
        changed.append((track: track, vector: (row["vector"] as Data?).map(VectorBlob.floats)))
      }
      return PlaceChanges(
        epoch: UInt64(bitPattern: epoch), last: last ?? 0, changed: changed)
    }
  }
}
