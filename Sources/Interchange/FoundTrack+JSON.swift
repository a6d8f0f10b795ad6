import Catalogue
public import Retrieval
import Similarity
import Sound
import Tagging

extension FoundTrack {
  /// One of the results of `assonance similar --json` and `recommend --json`.
  public var json: JSONValue {
    let entry = entry.answered
    let head: JSONValue = .object([
      "track": .string(entry.track.id.description),
      "title": .string(entry.track.tags.title),
      "artist": .string(entry.track.tags.artists.first),
      "distance": .number(distance, places: 4),
      "similarity": .number(similarity, places: 3),
    ])
    guard let shares else { return head }
    let why = head.adding([
      "why": .object([
        "timbre": .number(shares.timbre, places: 3), "rhythm": .number(shares.rhythm, places: 3),
        "tonality": .number(shares.tonality, places: 3),
        "dynamics": .number(shares.dynamics, places: 3),
      ])
    ])
    guard let reason else { return why }
    return why.adding(["because": .string(reason.sentence)])
  }
}

extension SimilarTracks.Answer {
  /// One of the results of `assonance similar --json`.
  public var json: JSONValue {
    FoundTrack(entry: entry, distance: distance, similarity: similarity, shares: shares).json
  }
}
