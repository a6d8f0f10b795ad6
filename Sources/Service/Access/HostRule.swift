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

  /// Whether a `Host` can be put into addresses that are given out: a name or an address, and a port
  /// (RFC 9110 §7.2).
  static func isWellFormed(_ host: String) -> Bool {
    guard !host.isEmpty, host.utf8.count <= 255 else { return false }
    var rest = Substring(host)
    if rest.hasPrefix("[") {
      let address = rest.dropFirst().prefix { $0 != "]" }
      guard address.contains(":"), address.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else {
        return false
      }
      rest = rest.dropFirst(address.count + 1)
      guard rest.popFirst() == "]" else { return false }
    } else {
      let name = rest.prefix { $0 != ":" }
      guard !name.isEmpty,
        name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) })
      else { return false }
      rest = rest.dropFirst(name.count)
    }
    if rest.isEmpty { return true }
    guard rest.popFirst() == ":" else { return false }
    // The grammar lets a port be empty.
    return rest.isEmpty || (rest.allSatisfy { $0.isASCII && $0.isNumber } && UInt16(rest) != nil)
  }
}
