public import Retrieval
import Similarity
import Sound

extension LibraryMap.Answer {
  /// `assonance map --json`.
  public var json: JSONValue {
    let distortion: JSONValue =
      self.distortion.map {
        .object([
          "trustworthiness": .number($0.trustworthiness, places: 3),
          "continuity": .number($0.continuity, places: 3),
          "neighboursKept": .number($0.kept, places: 3),
        ])
      } ?? .null
    return .object([
      "distortion": distortion, "isNew": .bool(isNew),
      "places": .array(
        places.map {
          .object([
            "track": .string($0.track.description), "x": .number($0.x, places: 4),
            "y": .number($0.y, places: 4),
          ])
        }),
    ])
  }
}
