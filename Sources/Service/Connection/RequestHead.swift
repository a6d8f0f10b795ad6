import NIOHTTP1

/// A request's head in the form that the rest of the server reads.
///
/// - `Host` is there once, and is the target's own where that names one (RFC 9112 §3.2.2); several stand together in
///   it, which is the name of nothing; a request of HTTP/1.0 that has none gets an empty one.
/// - `Connection` says `close` where the connection ends with the answer, in whatever words the client said so
///   (RFC 9112 §9.3); after HTTP/1.0 it always does.
/// - Letters, digits, `-`, `.`, `_` and `~` stand in the path as themselves (RFC 3986 §6.2.2.2).
struct RequestHead {
  private(set) var head: HTTPRequestHead
  /// Whether the connection ends with the answer.
  let isLast: Bool
  /// Whether it is of a version that knows no pieces (`Transfer-Encoding`).
  let isOld: Bool

  init(_ raw: HTTPRequestHead) {
    head = raw
    isOld = raw.version.major < 1 || (raw.version.major == 1 && raw.version.minor < 1)
    isLast =
      isOld || raw.headers[canonicalForm: "connection"].contains { $0.lowercased() == "close" }
    if isLast { head.headers.replaceOrAdd(name: "Connection", value: "close") }
    let hosts = raw.headers["Host"]
    if hosts.count > 1 {
      head.headers.replaceOrAdd(name: "Host", value: hosts.joined(separator: ", "))
    } else if hosts.isEmpty {
      if isOld { head.headers.add(name: "Host", value: "") }
    } else if let authority = Self.authority(of: raw.uri) {
      head.headers.replaceOrAdd(name: "Host", value: authority)
    }
    if raw.uri.utf8.contains(UInt8(ascii: "%")) { head.uri = Self.plain(raw.uri) }
  }

  /// The host and port that a whole address names as its target; nil for a path.
  private static func authority(of target: String) -> String? {
    if target.hasPrefix("/") { return nil }
    for scheme in ["http://", "https://"] where target.lowercased().hasPrefix(scheme) {
      return String(target.dropFirst(scheme.count).prefix { !"/?#".contains($0) })
    }
    return nil
  }

  /// The target with what needs no encoding in its path decoded.
  static func plain(_ target: String) -> String {
    let bytes = Array(target.utf8)
    let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
    var plain: [UInt8] = []
    var index = 0
    while index < end {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < end,
        let high = hex(bytes[index + 1]), let low = hex(bytes[index + 2]),
        isUnreserved(high << 4 | low)
      {
        plain.append(high << 4 | low)
        index += 3
      } else {
        plain.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: plain + bytes[end...], as: UTF8.self)
  }

  private static func hex(_ digit: UInt8) -> UInt8? {
    Character(UnicodeScalar(digit)).hexDigitValue.map { UInt8($0) }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
