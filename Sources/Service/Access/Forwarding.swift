import HTTPTypes
import Hummingbird
import NIOCore

/// What a proxy says of the request that it passes on; believed where the proxy is one that was named.
struct Forwarding: Sendable {
  /// Addresses of proxies, as connections show them.
  private let proxies: Set<String>

  init(_ proxies: [String]) { self.proxies = Set(proxies.map(Self.plain)) }

  /// Who asks a proxy: the last of `X-Forwarded-For` that is no proxy itself, since whatever stands before that was
  /// written by whoever asks.
  ///
  /// - Parameters:
  ///   - request: that came.
  ///   - peer: the other end of its connection.
  /// - Returns: `peer` where that is no proxy, or says nothing that makes sense.
  func client(of request: Request, peer: String) -> String {
    request.headers[Names.forwardedFor].map { client(header: $0, peer: peer) } ?? peer
  }

  /// Who a proxy's list of addresses says that asks.
  func client(header list: String, peer: String) -> String {
    guard trusts(peer) else { return peer }
    for part in list.split(separator: ",").reversed() {
      let address = Self.plain(String(part).trimmed)
      guard (try? SocketAddress(ipAddress: address, port: 0)) != nil else { return peer }
      if !proxies.contains(address) { return address }
    }
    return peer
  }

  /// Whether the client spoke to the proxy by HTTPS; nil where nobody trusted says so.
  func isSecure(_ request: Request, peer: String) -> Bool? {
    guard trusts(peer), let scheme = request.headers[Names.forwardedProto] else { return nil }
    switch scheme.lowercased() {
    case "https": return true
    case "http": return false
    default: return nil
    }
  }

  private func trusts(_ peer: String) -> Bool { proxies.contains(Self.plain(peer)) }

  /// An IPv4 address as itself, also where a socket for both kinds shows it as one of IPv6.
  private static func plain(_ address: String) -> String {
    let text = address.lowercased()
    return text.hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text
  }
}
