import Catalogue
public import Ingestion
import Sound

extension SourceOutcome {
  /// One line of `assonance ingest --json`.
  public var json: JSONValue {
    let head: JSONValue = .object([
      "path": .string(path.description), "status": .string(status.rawValue),
    ])
    if status == .rejected {
      return head.adding([
        "code": .string(code), "message": .string(message), "offset": .integer(offset),
        "quarantined": .bool(isQuarantined),
      ])
    }
    return head.adding([
      "track": .string(track?.description),
      "stages": .object(
        stages.map { .init(name: $0.name, value: .number($0.seconds, places: 3)) }),
      "warnings": .array(
        warnings.map {
          .object(["code": .string($0.code), "message": .string($0.message)])
        }),
    ])
  }
}

extension IngestSummary {
  /// The last line of `assonance ingest --json`.
  public var json: JSONValue {
    let states: [SourceStatus] = [.ingested, .unchanged, .duplicate, .damaged, .rejected]
    return .object([
      "summary": .object(
        states.map { .init(name: $0.rawValue, value: .integer(counts[$0] ?? 0)) } + [
          .init(name: "ignored", value: .integer(ignored)),
          .init(name: "missing", value: .integer(missing)),
          .init(name: "seconds", value: .number(seconds, places: 1)),
        ])
    ])
  }
}
