import Crypto
import Foundation
import Ingestion

/// The secret of a library's server: 32 random bytes in `server.key`, readable by its user alone.
///
/// It signs access tokens, and seals the secrets that OpenSubsonic's token scheme must know, so that a copy of
/// the catalogue gives none away.
struct LibraryKey: Sendable {
  private let key: SymmetricKey

  /// Reads the key, making it where there is none.
  ///
  /// - Throws: `Failure` with `storage_failed`.
  init(folder: String) throws {
    let path = folder + "/server.key"
    if let data = FileManager.default.contents(atPath: path), data.count == 32 {
      key = SymmetricKey(data: data)
      return
    }
    key = SymmetricKey(size: .bits256)
    let data = unsafe key.withUnsafeBytes { unsafe Data($0) }
    let part = path + "." + TokenSecret.random(8)
    guard
      FileManager.default.createFile(
        atPath: part, contents: data, attributes: [.posixPermissions: 0o600]),
      (try? FileManager.default.moveItem(atPath: part, toPath: path)) != nil
    else {
      throw Failure(code: "storage_failed", description: "\(path) could not be written.")
    }
  }

  func signature(_ text: String) -> String {
    let mac = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    return TokenSecret.hex(mac)
  }

  func sealed(_ secret: String) throws -> [UInt8] {
    Array(try ChaChaPoly.seal(Array(secret.utf8), using: key).combined)
  }

  /// Nil for what this key did not seal.
  func opened(_ sealed: [UInt8]) -> String? {
    guard let box = try? ChaChaPoly.SealedBox(combined: sealed),
      let data = try? ChaChaPoly.open(box, using: key)
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
