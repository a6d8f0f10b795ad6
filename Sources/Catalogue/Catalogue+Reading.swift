import Analysis
import Fingerprinting
import Foundation
import GRDB
import Ladder
import Sound
import Tagging

extension Catalogue {
  /// A track's row with all that hangs on it.
  static func entry(_ row: Row, in db: Database) throws -> CatalogueEntry {
    let id: String = row["id"]
    let tags = try StoredJSON.value(TrackTags.self, row["tags"])
    guard let track = record(row, tags: tags) else {
      throw CatalogueError.damaged(path: "catalogue.sqlite", reason: "\(id) is no track id")
    }
    let paths = try Data.fetchAll(
      db, sql: "SELECT path FROM source WHERE track = ? ORDER BY path", arguments: [id])
    return CatalogueEntry(
      track: track,
      derivatives: try derivatives(of: id, in: db),
      sources: paths.map { SourcePath(bytes: $0) },
      overrides: try overrides(of: id, in: db))
  }

  /// A track's row; nil where its id is none.
  static func record(_ row: Row, tags: TrackTags) -> TrackRecord? {
    TrackID(row["id"] as String).map { id in
      TrackRecord(
        id: id, sampleRate: row["sampleRate"], channels: row["channels"], frames: row["frames"],
        bits: row["bits"], container: row["container"], codec: row["codec"],
        integrity: row["integrity"], tags: tags)
    }
  }

  private static func derivatives(of id: String, in db: Database) throws -> Derivatives {
    let renditions = try String.fetchAll(
      db, sql: "SELECT record FROM rendition WHERE track = ?", arguments: [id]
    ).map { try StoredJSON.value(Rendition.self, $0) }
    var result = Derivatives(
      // Rungs of one bitrate (all of them, for a source at 8 kHz) by their names as numbers.
      renditions: renditions.sorted {
        ($0.nominalBitrate, $0.rung.utf8.count, $0.rung)
          < ($1.nominalBitrate, $1.rung.utf8.count, $1.rung)
      })
    if let row = try Row.fetchOne(
      db, sql: "SELECT version, record FROM fingerprint WHERE track = ?", arguments: [id])
    {
      result.fingerprint = try StoredJSON.value(Fingerprint.self, row["record"])
      result.fingerprintVersion = row["version"]
    }
    if let record = try String.fetchOne(
      db, sql: "SELECT record FROM analysis WHERE track = ?", arguments: [id])
    {
      result.analysis = try StoredJSON.value(TrackAnalysis.self, record)
    }
    if let row = try Row.fetchOne(
      db, sql: "SELECT version, vector FROM embedding WHERE track = ?", arguments: [id])
    {
      result.embedding = EmbeddingRecord(
        version: row["version"], vector: VectorBlob.floats(row["vector"]))
    }
    return result
  }
}

/// Vectors as little-endian 32-bit floats.
enum VectorBlob {
  static func data(_ vector: [Float]) -> Data {
    var data = Data(capacity: vector.count * 4)
    for value in vector {
      let bits = value.bitPattern
      for shift in [0, 8, 16, 24] as [UInt32] {
        data.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
    return data
  }

  static func floats(_ data: Data) -> [Float] {
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { i in
      let low = UInt32(bytes[i]) | UInt32(bytes[i + 1]) << 8
      return Float(bitPattern: low | UInt32(bytes[i + 2]) << 16 | UInt32(bytes[i + 3]) << 24)
    }
  }
}
