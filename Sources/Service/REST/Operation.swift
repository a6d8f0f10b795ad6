import Interchange

/// One method of one address, as the document describes it.
struct Operation {
  /// A parameter of the path or the query.
  struct Parameter {
    let name: String
    let place: String
    let schema: JSONValue
    let isRequired: Bool
    let description: String?

    static func query(
      _ name: String, _ schema: JSONValue, required: Bool = false, _ description: String? = nil
    ) -> Self {
      Self(
        name: name, place: "query", schema: schema, isRequired: required, description: description)
    }

    static func header(
      _ name: String, _ schema: JSONValue, required: Bool = false, _ description: String? = nil
    ) -> Self {
      Self(
        name: name, place: "header", schema: schema, isRequired: required, description: description)
    }

    fileprivate static func path(_ name: String, of method: String) -> Self {
      // What OPTIONS says holds for every id, and for what is none.
      let schema = name == "id" && method != "options" ? OpenAPIDocument.ref("ID") : Schemas.text
      return Self(name: name, place: "path", schema: schema, isRequired: true, description: nil)
    }

    fileprivate var json: JSONValue {
      let head: JSONValue = .object([
        "name": .string(name), "in": .string(place), "required": .bool(isRequired),
        "schema": schema,
      ])
      return description.map { head.adding(["description": .string($0)]) } ?? head
    }
  }

  /// Such as `get`.
  let method: String
  /// With its parameters in braces.
  let path: String
  let summary: String
  /// The scope it takes; nil where anybody may ask.
  let scope: String?
  var parameters: [Parameter] = []
  /// A type of media with its schema.
  var body: (type: String, schema: JSONValue)?
  /// Status, media type and schema of what comes where nothing is wrong, and of troubles that are the
  /// address's own; every other trouble is a `Problem`.
  var answers: [(status: Int, type: String?, schema: JSONValue?)]

  private static let troubles = [
    400: "What is asked makes no sense.", 401: "The client is not known.",
    412: "Another version of tus is spoken.",
    460: "The bytes are not those that the checksum stands for.",
  ]

  private var pathParameters: [Parameter] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }
      .map { .path(String($0.dropFirst().dropLast()), of: method) }
  }

  var json: JSONValue {
    var statuses: [Int] = []
    for answer in answers where !statuses.contains(answer.status) { statuses.append(answer.status) }
    var responses = statuses.map { status in
      var value: JSONValue = .object(["description": .string(Self.troubles[status] ?? summary)])
      // One status may come in several types of media.
      let contents = answers.filter { $0.status == status }.compactMap { answer in
        answer.type.map { OpenAPIDocument.media($0, answer.schema ?? .object([:])) }
      }
      if !contents.isEmpty { value = value.adding(["content": .object(contents)]) }
      return JSONValue.Member(name: String(status), value: value)
    }
    responses.append(
      .init(name: "default", value: .object(["$ref": .string("#/components/responses/Problem")])))
    let name = path.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    var json: JSONValue = .object([
      "operationId": .string("\(method)-\(name)"), "summary": .string(summary),
      "parameters": .array((pathParameters + parameters).map(\.json)),
      "responses": .object(responses),
    ])
    if let scope { json = json.adding(["x-scope": .string(scope)]) }
    if scope == nil { json = json.adding(["security": .array([])]) }
    if let body {
      json = json.adding([
        "requestBody": .object([
          "required": .bool(true),
          "content": OpenAPIDocument.content(body.type, body.schema),
        ])
      ])
    }
    return json
  }
}
