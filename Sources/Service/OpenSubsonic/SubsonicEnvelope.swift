import HTTPTypes
import Hummingbird
import Ingestion
import Interchange
import Sound

/// What every answer of the protocol is wrapped in, as XML or as JSON.
struct SubsonicEnvelope {
  /// The protocol's version that is spoken.
  private static let version = "1.16.1"

  private let request: Request
  private let isJSON: Bool

  /// - Parameters:
  ///   - request: what is answered.
  ///   - format: its parameter `f`. JSON is what `jsonp` is refused in.
  init(_ request: Request, format: String?) {
    self.request = request
    isJSON = format == "json" || format == "jsonp"
  }

  func succeeded(_ members: SubsonicNode) -> Response { written("ok", members) }

  func failed(_ error: SubsonicError, status: HTTPResponse.Status = .ok) -> Response {
    let node = SubsonicNode([
      ("code", .integer(error.code)), ("message", .text(error.message)),
    ])
    return written("failed", SubsonicNode(children: [("error", node)]), status)
  }

  private func written(
    _ outcome: String, _ members: SubsonicNode, _ status: HTTPResponse.Status = .ok
  ) -> Response {
    var root = SubsonicNode([
      ("status", .text(outcome)), ("version", .text(Self.version)), ("type", .text("assonance")),
      ("serverVersion", .text(AssonanceVersion.current)), ("openSubsonic", .flag(true)),
    ])
    root.children = members.children
    root.lists = members.lists
    if isJSON {
      return Answer.json(.object(["subsonic-response": root.json]), to: request, status: status)
    }
    root.attributes.insert(("xmlns", .text("http://subsonic.org/restapi")), at: 0)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    root.writeXML("subsonic-response", to: &text)
    // Who asked for sound or a picture tells by the start of this that it is neither.
    return Answer.bytes(
      Array(text.utf8), type: "text/xml; charset=utf-8", to: request, status: status)
  }
}
