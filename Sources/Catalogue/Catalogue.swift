import Foundation
import GRDB

/// The library's memory: tracks, the files that hold them, and what was derived from them.
///
/// One writer and many readers at a time (SQLite's write-ahead log). Every write of an ingest is one
/// transaction: killed at any instant, the catalogue holds all of a source's result or nothing of it.
public final class Catalogue: Sendable {
  let pool: DatabasePool

  /// Opens `catalogue.sqlite` in a library's folder, bringing it to the current schema.
  ///
  /// - Parameters:
  ///   - folder: the library's.
  ///   - creating: whether a missing catalogue is made; its folder must exist.
  /// - Throws: `missing`, `newer`, `damaged`, or what SQLite says.
  public init(folder: String, creating: Bool) throws(CatalogueError) {
    let path = folder + "/catalogue.sqlite"
    guard creating || FileManager.default.fileExists(atPath: path) else {
      throw .missing(path: folder)
    }
    do {
      do {
        pool = try Self.shared(path, folder: folder)
      } catch let error as DatabaseError where !creating && Self.isUnwritable(error) {
        pool = try Self.untouched(path)
      }
    } catch {
      throw Self.error(error, path: folder)
    }
  }

  /// The catalogue for readers and a writer, at the current schema.
  private static func shared(_ path: String, folder: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    let pool = try DatabasePool(path: path, configuration: configuration)
    let migrator = Schema.migrator
    if try pool.read(migrator.hasBeenSuperseded) { throw CatalogueError.newer(path: folder) }
    try migrator.migrate(pool)
    return pool
  }

  /// The catalogue in a folder where nothing can be written, not even SQLite's own notes beside it.
  static func untouched(_ path: String) throws -> DatabasePool {
    let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
    guard (log ?? 0) == 0 else {
      throw CatalogueError.database(
        code: 8, reason: "it was not closed, and cannot be mended where nothing can be written")
    }
    var configuration = Configuration()
    configuration.readonly = true
    // SQLite's own word for a file that nobody changes (sqlite.org/uri.html §3.2).
    let address = URL(fileURLWithPath: path).absoluteString + "?immutable=1"
    let pool = try DatabasePool(path: address, configuration: configuration)
    guard try pool.read(Schema.migrator.hasCompletedMigrations) else {
      throw CatalogueError.database(
        code: 8, reason: "another version made it, and nothing can be written where it lies")
    }
    return pool
  }

  private static func isUnwritable(_ error: DatabaseError) -> Bool {
    [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
  }

  /// Runs `body` on a snapshot of the catalogue.
  func read<T>(_ body: (Database) throws -> T) throws(CatalogueError) -> T {
    do { return try pool.read(body) } catch { throw Self.error(error, path: pool.path) }
  }

  /// Runs `body` in one transaction.
  func write<T>(_ body: (Database) throws -> T) throws(CatalogueError) -> T {
    do { return try pool.write(body) } catch { throw Self.error(error, path: pool.path) }
  }

  private static func error(_ error: any Error, path: String) -> CatalogueError {
    switch error {
    case let error as CatalogueError: return error
    case let error as DatabaseError:
      let reason = error.message ?? "no reason given"
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: return .damaged(path: path, reason: reason)
      case .SQLITE_BUSY, .SQLITE_LOCKED: return .locked(path: path, holder: "another process")
      default: return .database(code: error.resultCode.rawValue, reason: reason)
      }
    default: return .damaged(path: path, reason: "\(error)")
    }
  }
}

/// JSON in the catalogue's text columns.
enum StoredJSON {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // JSON has no such numbers; one odd measurement must not stop the ingest of a whole library.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func value<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(text.utf8))
  }
}
