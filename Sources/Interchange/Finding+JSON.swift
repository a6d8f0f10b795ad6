public import Ingestion
import Sound

extension Finding {
  /// One line of `assonance doctor --json`.
  public var json: JSONValue {
    .object([
      "code": .string(code.rawValue), "message": .string(message),
      "track": .string(track?.description), "mended": .bool(isMended),
    ])
  }
}
