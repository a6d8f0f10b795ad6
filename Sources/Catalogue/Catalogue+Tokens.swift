import Foundation
import GRDB

extension Catalogue {
  /// Stores a token.
  public func record(_ token: AccessToken) throws(CatalogueError) {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO token (id, name, scopes, digest, sealed, created, expires)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          token.id, token.name, token.scopes.map(\.rawValue).sorted().joined(separator: " "),
          token.digest, token.sealed.map { Data($0) }, token.created, token.expires,
        ])
    }
  }

  /// All tokens, the oldest first.
  public func tokens() throws(CatalogueError) -> [AccessToken] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM token ORDER BY created, id").map { row in
        let scopes: String = row["scopes"]
        let sealed: Data? = row["sealed"]
        return AccessToken(
          id: row["id"], name: row["name"],
          scopes: Set(scopes.split(separator: " ").compactMap { .init(rawValue: String($0)) }),
          digest: row["digest"], sealed: sealed.map(Array.init), created: row["created"],
          expires: row["expires"])
      }
    }
  }

  /// Revokes a token.
  ///
  /// - Returns: whether there was one.
  public func removeToken(_ id: String) throws(CatalogueError) -> Bool {
    try write { db in
      try db.execute(sql: "DELETE FROM token WHERE id = ?", arguments: [id])
      return db.changesCount > 0
    }
  }
}
