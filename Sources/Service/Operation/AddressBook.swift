import HTTPTypes
import Hummingbird

/// Which methods go with which addresses: who asks in a wrong way is told the right one.
struct AddressBook: Sendable {
  /// An address in parts; nil stands for any.
  private struct Entry {
    let parts: [String?]
    let method: HTTPRequest.Method
  }

  /// By the number of parts.
  private var entries: [Int: [Entry]] = [:]

  static let empty = AddressBook()

  private init() {}

  init(_ router: Router<CallContext>) {
    for route in router.routes {
      let parts = Self.parts(route.path.description).map {
        $0.hasPrefix("{") || $0.hasPrefix(":") ? nil : $0
      }
      entries[parts.count, default: []].append(Entry(parts: parts, method: route.method))
    }
  }

  /// The methods that an address takes; none where there is no such address.
  func methods(at path: String) -> Set<HTTPRequest.Method> {
    let parts = Self.parts(path)
    let fitting = entries[parts.count, default: []].filter { entry in
      zip(entry.parts, parts).allSatisfy { $0 == nil || $0 == $1 }
    }
    var methods = Set(fitting.map(\.method))
    if methods.isEmpty { return [] }
    if methods.contains(.get) { methods.insert(.head) }
    methods.insert(.options)
    return methods
  }

  private static func parts(_ path: String) -> [String] {
    path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
  }
}
