import Crypto

/// A checksum that a sender states, by name.
struct UploadDigest: Sendable, Equatable {
  enum Algorithm: String, CaseIterable {
    case sha256, sha1, md5

    /// Bytes of a digest.
    fileprivate var length: Int {
      switch self {
      case .sha256: 32
      case .sha1: 20
      case .md5: 16
      }
    }
  }

  /// What servers say that they can check (tus, `Tus-Checksum-Algorithm`).
  static let names = Algorithm.allCases.map(\.rawValue).joined(separator: ",")

  let algorithm: Algorithm
  let bytes: [UInt8]

  /// tus' `Upload-Checksum`: a name, a space, base64.
  ///
  /// - Throws: `invalid`.
  init(checksum text: String) throws {
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count == 2, let algorithm = Algorithm(rawValue: parts[0]),
      let bytes = Base64Text.decoded(parts[1]), bytes.count == algorithm.length
    else { throw ServiceError.invalid("Upload-Checksum takes one of \(Self.names) and base64.") }
    (self.algorithm, self.bytes) = (algorithm, bytes)
  }

  /// `Content-Digest` or `Repr-Digest` (RFC 9530): `sha-256=:…:`; nil where it holds no such digest.
  init?(field text: String) {
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      guard sides.count == 2, sides[0].lowercased() == "sha-256" else { continue }
      guard let bytes = Base64Text.decoded(sides[1].filter { $0 != ":" }), bytes.count == 32 else {
        return nil
      }
      (algorithm, self.bytes) = (.sha256, bytes)
      return
    }
    return nil
  }

  /// Bytes taken in one after the other.
  struct Running: Sendable {
    private var sha256 = SHA256()
    private var sha1 = Insecure.SHA1()
    private var md5 = Insecure.MD5()
    private let algorithm: Algorithm

    init(_ algorithm: Algorithm) { self.algorithm = algorithm }

    mutating func update(_ bytes: [UInt8]) {
      switch algorithm {
      case .sha256: sha256.update(data: bytes)
      case .sha1: sha1.update(data: bytes)
      case .md5: md5.update(data: bytes)
      }
    }

    var value: [UInt8] {
      switch algorithm {
      case .sha256: Array(sha256.finalize())
      case .sha1: Array(sha1.finalize())
      case .md5: Array(md5.finalize())
      }
    }
  }
}
