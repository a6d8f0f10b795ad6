public import Recordings
import Sound

extension ClipMatch {
  /// One of the matches of `assonance identify --json`.
  public var json: JSONValue {
    .object([
      "track": .string(track.description),
      "clipStart": .number(clipStart, places: 3),
      "trackStart": .number(trackStart, places: 3),
      "length": .number(length, places: 3),
      "score": .number(score, places: 3),
      "speed": .number(speed, places: 4),
      "expectedByChance": .number(expectedByChance),
    ])
  }
}
