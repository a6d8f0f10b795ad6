import Analysis
import Ingestion
import Interchange

/// The shapes that the document names.
enum Schemas {
  static let text: JSONValue = .object(["type": .string("string")])
  static let flag: JSONValue = .object(["type": .string("boolean")])
  static let anything: JSONValue = .object(["type": .string("object")])

  static func integer(_ range: ClosedRange<Int>) -> JSONValue {
    .object([
      "type": .string("integer"), "minimum": .integer(range.lowerBound),
      "maximum": .integer(range.upperBound),
    ])
  }

  static func number(_ range: ClosedRange<Double>) -> JSONValue {
    .object([
      "type": .string("number"), "minimum": .number(range.lowerBound),
      "maximum": .number(range.upperBound),
    ])
  }

  static func list(_ item: JSONValue) -> JSONValue {
    .object(["type": .string("array"), "items": item])
  }

  private static func optional(_ type: String) -> JSONValue {
    .object(["type": .array([.string(type), .string("null")])])
  }

  /// All of them are required.
  static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object([
      "type": .string("object"), "required": .array(members.map { .string($0.key) }),
      "properties": .object(members),
    ])
  }

  /// All members but the last ones are required.
  static func object(
    _ members: KeyValuePairs<String, JSONValue>, optional: KeyValuePairs<String, JSONValue>
  ) -> JSONValue {
    .object([
      "type": .string("object"), "required": .array(members.map { .string($0.key) }),
      "properties": .object((Array(members) + Array(optional)).map { .init(name: $0, value: $1) }),
    ])
  }

  private static func text(_ pattern: String) -> JSONValue {
    .object(["type": .string("string"), "pattern": .string(pattern)])
  }

  static let id = text("^[0-9A-Za-z]{22}$")

  /// Ids with commas between them.
  static func ids(_ limit: Int) -> JSONValue {
    text("^[0-9A-Za-z]{22}(,[0-9A-Za-z]{22}){0,\(limit - 1)}$")
  }

  /// A list with commas that has something in it.
  static let someIDs = text("^[^\\u0000]*[^,\\u0000][^\\u0000]*$")
  /// A text of a query.
  static let line = text("^[^\\u0000]*$")
  static let words = text("^[^\\u0000]+$")
  static let searchTypes = text("^\(searchType)(,\(searchType))*$")
  private static let searchType = "(track|artist|album|playlist|show|episode|audiobook)"
  static let albumGroups = text("^$|^\(albumGroup)(,\(albumGroup))*$")
  private static let albumGroup = "(album|single|compilation|appears_on)"
  /// tus' `Upload-Checksum`.
  static let checksum = text(
    "^(sha256 [0-9A-Za-z+/]{43}=|sha1 [0-9A-Za-z+/]{27}=|md5 [0-9A-Za-z+/]{22}==)$")
  /// RFC 9530, with the one algorithm that is looked at.
  static let digest = text("^sha-256=:[0-9A-Za-z+/]{43}=:$")
  static let metadata = text("^$|^\(pair)(,\(pair))*$")
  private static let pair =
    "[!-+.-~-]+( ([0-9A-Za-z+/]{4})*([0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?)?"

  /// `{"tracks": [...]}` with so many ids.
  static func wish(_ count: Int) -> JSONValue {
    object([
      "tracks": .object([
        "type": .string("array"), "items": id, "minItems": .integer(count),
        "maxItems": .integer(count), "uniqueItems": .bool(true),
      ])
    ])
  }

  private static let whole = JSONValue.object(["type": .string("integer")])
  private static let number = JSONValue.object(["type": .string("number")])

  private static let steps = WorkProgress.Step.allCases.map { JSONValue.string($0.rawValue) }

  /// One of a stream of server-sent events.
  private static func event(_ kind: String, _ data: String) -> JSONValue {
    object([
      "id": text, "event": .object(["const": .string(kind)]),
      "data": .object([
        "type": .string("string"), "contentMediaType": .string("application/json"),
        "contentSchema": OpenAPIDocument.ref(data),
      ]),
    ])
  }

  static let all: [(name: String, json: JSONValue)] = [
    ("ID", id),
    (
      "Problem",
      object([
        "error": object(
          ["status": integer(400...599), "message": text], optional: ["code": text])
      ])
    ),
    (
      "Grant",
      object([
        "access_token": text, "token_type": .object(["const": .string("Bearer")]),
        "expires_in": whole,
      ])
    ),
    // RFC 6749 §5.2.
    ("GrantProblem", object(["error": text, "error_description": text])),
    (
      "Event",
      .object(["oneOf": .array([event("job", "Job"), event("progress", "Progress")])])
    ),
    (
      "Progress",
      object([
        "job": id, "step": .object(["enum": .array(Self.steps)]), "seconds": number,
        "duration": optional("number"),
      ])
    ),
    (
      "Card",
      object([
        "track": id, "title": text, "artist": optional("string"), "artists": list(text),
        "album": optional("string"), "genres": list(text), "duration": number,
        "tempo": optional("number"), "key": optional("string"), "camelot": optional("string"),
        "loudness": optional("number"), "descriptors": anything,
      ])
    ),
    (
      "Similar",
      object([
        "query": list(id),
        "results": list(
          object([
            "track": id, "title": optional("string"), "artist": optional("string"),
            "distance": number, "similarity": number,
          ])),
      ])
    ),
    ("Overrides", object(["overrides": anything])),
    (
      "Upload",
      object([
        "id": id, "name": text, "length": optional("integer"), "offset": whole,
        "created": whole, "expires": whole, "job": optional("string"),
      ])
    ),
    (
      "Job",
      object([
        "id": id, "upload": id, "name": text, "bytes": whole,
        "state": .object([
          "enum": .array(
            ["queued", "running", "finished", "failed", "cancelled"].map { .string($0) })
        ]), "created": whole, "started": optional("integer"), "finished": optional("integer"),
        "outcome": optional("object"),
      ])
    ),
    (
      "Ladder",
      object([
        "track": id, "dash": text,
        "rungs": list(
          object([
            "rung": text, "url": text, "seekTable": text, "type": text, "bytes": whole,
            "sha256": text, "duration": number, "frames": whole, "sampleRate": whole,
            "channels": whole, "nominalBitrate": whole, "meanBitrate": whole,
            "peakBitrate": whole,
          ])),
      ])
    ),
    (
      "SeekTable",
      object(["sampleRate": whole, "frames": list(whole), "offsets": list(whole)])
    ),
    (
      "Findings",
      object([
        "findings": list(
          object(["code": text, "message": text, "track": optional("string"), "mended": flag]))
      ])
    ),
  ]
}
