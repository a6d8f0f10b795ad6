import Foundation
import GRDB
public import Sound

/// Vectors of other models: a network's, a text's, whatever has one for each track.
extension Catalogue {
  /// Stores a model's vectors in one transaction, in place of those it had for the same tracks.
  ///
  /// - Parameters:
  ///   - vectors: all of one length.
  ///   - model: what the vectors are called.
  /// - Throws: what SQLite says.
  public func record(
    outside vectors: [(track: TrackID, vector: [Float])], of model: String
  ) throws(CatalogueError) {
    try write { db in
      let statement = try db.cachedStatement(
        sql: "INSERT OR REPLACE INTO outsidePlace (model, track, vector) VALUES (?, ?, ?)")
      for (track, vector) in vectors {
        try statement.execute(arguments: [model, track.description, VectorBlob.data(vector)])
      }
    }
  }

  /// A model's vectors, in the order of the tracks' ids; empty where it is not known.
  public func outsidePlaces(
    of model: String
  ) throws(CatalogueError) -> [(track: TrackID, vector: [Float])] {
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT track, vector FROM outsidePlace WHERE model = ? ORDER BY track",
        arguments: [model])
      var result: [(track: TrackID, vector: [Float])] = []
      while let row = try rows.next() {
        guard let track = TrackID(row["track"] as String) else { continue }
        result.append((track: track, vector: VectorBlob.floats(row["vector"])))
      }
      return result
    }
  }
}
