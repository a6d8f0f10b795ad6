public import Ingestion
import Ladder
import Sound

extension LadderCheck.Outcome {
  /// One line of `assonance ladder verify --json`.
  public var json: JSONValue {
    .object([
      "track": .string(track.description),
      "sound": .bool(isSound),
      "code": .string(failure?.code),
      "message": .string(failure?.description),
      "renditions": .array(
        reports.map { report in
          .object([
            "rung": .string(report.rung), "sound": .bool(report.isSound),
            "frames": .integer(report.frames), "expectedFrames": .integer(report.expectedFrames),
            "offset": .integer(report.offset),
            "correlation": .number(report.correlation, places: 4),
            "bursts": .integer(report.bursts), "dropouts": .integer(report.dropouts),
            "truePeak": .number(report.truePeak, places: 2),
            "failures": .array(report.failures.map { .string($0) }),
          ])
        }),
    ])
  }
}
