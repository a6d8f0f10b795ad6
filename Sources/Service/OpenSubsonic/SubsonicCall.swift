import Hummingbird
import Ingestion

/// One request of the protocol, with its parameters and what it is answered from.
struct SubsonicCall {
  let request: Request
  let context: CallContext
  let items: QueryItems
  let house: House
  /// The same through the whole answer.
  let shelf: Shelf

  var nodes: LibraryNodes {
    LibraryNodes(shelf: shelf, catalogue: house.library.catalogue)
  }

  /// - Throws: `SubsonicError` with code 10.
  func required(_ name: String) throws -> String {
    guard let value = items.text(name) else { throw SubsonicError.missing(name) }
    return value
  }

  /// A whole number; what is none or out of range counts as the nearest that is.
  func count(_ name: String, or standard: Int, most: Int) -> Int {
    min(max(items.text(name).flatMap { Int($0) } ?? standard, 0), most)
  }

  func answer(_ members: SubsonicNode = SubsonicNode()) -> Response {
    SubsonicEnvelope(request, format: items.text("f")).succeeded(members)
  }

  /// An answer of one element.
  func answer(_ name: String, _ node: SubsonicNode) -> Response {
    answer(SubsonicNode(children: [(name, node)]))
  }

  /// An answer of one element that holds lists.
  func answer(_ name: String, _ lists: KeyValuePairs<String, [SubsonicNode]>) -> Response {
    answer(name, SubsonicNode(lists: lists.map { ($0.key, $0.value) }))
  }
}
