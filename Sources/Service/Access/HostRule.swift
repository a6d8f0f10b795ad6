/// Which names a server answers to.
///
/// Where no token is asked for, a page of somebody else's in the user's own browser must not reach the server:
/// neither under a name that was made to point here, nor by sending a form across.
enum HostRule {
  /// Whether a request's `Host`, with or without port, names this machine alone.
  static func isLocal(_ host: String) -> Bool {
    let name: Substring
    if host.hasPrefix("[") {
      name = host.prefix { $0 != "]" }.dropFirst()
    } else {
      name = host.prefix { $0 != ":" }
    }
    return isLoopback(String(name))
  }

  /// Whether an address or name stands for this machine alone.
  static func isLoopback(_ name: String) -> Bool {
    if name == "localhost" || name == "::1" || name.hasPrefix("::ffff:127.") { return true }
    let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
  }

  /// Whether a `Host` can be put into addresses that are given out.
  static func isWellFormed(_ host: String) -> Bool {
    !host.isEmpty && host.utf8.count <= 255
      && host.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
          true
        default: false
        }
      }
  }
}
