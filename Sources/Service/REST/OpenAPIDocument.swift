import Interchange
import Sound

/// The description of every address under `/api`, `/v1`, `/health` and `/metrics`, as an OpenAPI 3.1 document.
///
/// A test holds it against the router: what is described exists, and what exists is described.
enum OpenAPIDocument {
  static func text(base: String) -> String { document(base: base).description }

  static func document(base: String) -> JSONValue {
    var paths: [(path: String, operations: [JSONValue.Member])] = []
    for operation in Operation.all {
      let member = JSONValue.Member(name: operation.method, value: operation.json)
      if let index = paths.firstIndex(where: { $0.path == operation.path }) {
        paths[index].operations.append(member)
      } else {
        paths.append((operation.path, [member]))
      }
    }
    return .object([
      "openapi": .string("3.1.0"),
      "info": .object([
        "title": .string("Assonance"), "version": .string(AssonanceVersion.current),
        "description": .string(
          "Your own music over HTTP: what it sounds like, what is like it, and uploads."),
        "license": .object([
          "name": .string("Apache-2.0"), "identifier": .string("Apache-2.0"),
        ]),
      ]),
      "servers": .array([.object(["url": .string(base)])]),
      "security": .array([.object(["token": .array([])])]),
      "paths": .object(paths.map { .init(name: $0.path, value: .object($0.operations)) }),
      "components": .object([
        "securitySchemes": .object([
          "token": .object(["type": .string("http"), "scheme": .string("bearer")])
        ]),
        "schemas": .object(Schemas.all.map { .init(name: $0.name, value: $0.json) }),
        "responses": .object([
          "Problem": .object([
            "description": .string("What is wrong, in one sentence."),
            "content": content("application/json", ref("Problem")),
          ])
        ]),
      ]),
    ])
  }

  static func ref(_ name: String) -> JSONValue {
    .object(["$ref": .string("#/components/schemas/\(name)")])
  }

  static func content(_ type: String, _ schema: JSONValue) -> JSONValue {
    .object([media(type, schema)])
  }

  /// What comes, or is taken, in one type of media.
  static func media(_ type: String, _ schema: JSONValue) -> JSONValue.Member {
    .init(name: type, value: .object(["schema": schema]))
  }
}
