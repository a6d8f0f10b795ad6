import Catalogue
public import Ingestion
public import Recordings
import Sound
import Tagging

extension RecordingReport {
  /// One line of `assonance duplicates --json`.
  public var json: JSONValue {
    .object([
      "recording": .string(recording.description),
      "keep": .string(items.first?.copy.track.id.description),
      "tracks": .array(items.map(\.json)),
      "bytesToGain": .integer(bytesToGain),
    ])
  }
}

extension RecordingReport.Item {
  fileprivate var json: JSONValue {
    let track = copy.track
    return .object([
      "track": .string(track.id.description),
      "title": .string(track.tags.title),
      "artist": .string(track.tags.artists.first),
      "advice": .string(advice.rawValue),
      "verdict": .string(comparison?.verdict.rawValue),
      "sentence": .string(sentence),
      "evidence": comparison?.evidence.json ?? .null,
      "duration": .number(track.duration, places: 3),
      "sampleRate": .integer(track.sampleRate),
      "channels": .integer(track.channels),
      "bits": .integer(track.bits),
      "codec": .string(track.codec),
      "lossless": .bool(copy.keeper.isLossless),
      "files": .array(
        copy.files.map {
          .object([
            "path": .string($0.path.description), "bytes": .integer($0.bytes),
            "missing": .bool($0.isMissing),
          ])
        }),
      "bytesToGain": .integer(bytesToGain),
    ])
  }
}

extension Evidence {
  /// What a verdict rests on.
  public var json: JSONValue {
    .object([
      "coverage": .number(coverage, places: 3),
      "coverageOfLonger": .number(coverageOfLonger, places: 3),
      "bitErrors": .number(bitErrors, places: 4),
      "landmarks": .number(landmarks, places: 3),
      "landmarksByChance": .number(landmarksByChance, places: 3),
      "levels": .number(levels, places: 3),
      "dynamics": .number(dynamics, places: 2),
      "balance": .number(balance, places: 2),
      "stretches": .array(
        stretches.map {
          .object([
            "keptStart": .number($0.first, places: 2), "start": .number($0.second, places: 2),
            "length": .number($0.length, places: 2), "bitErrors": .number($0.bitErrors, places: 4),
          ])
        }),
    ])
  }
}
