public import Retrieval
import Similarity

extension LibraryIndex.State {
  /// What answers rest on: `index` in `assonance similar --json`.
  public var json: JSONValue {
    .object([
      "tracks": .integer(tracks), "pending": .integer(pending), "fault": .string(fault?.code),
    ])
  }
}
