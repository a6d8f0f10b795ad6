import Analysis
import Catalogue
import Interchange
import Sound

extension TrackCard {
  /// A line of a list.
  var json: JSONValue {
    .object([
      "track": .string(track.description), "title": .string(title),
      "artist": .string(artists.first), "artists": .array(artists.map { .string($0) }),
      "album": .string(album), "genres": .array(genres.map { .string($0) }),
      "duration": .number(duration, places: 3), "tempo": .number(bpm, places: 3),
      "key": .string(key?.description), "camelot": .string(key?.camelot),
      "loudness": .number(integrated, places: 3),
      "descriptors": .object(
        Descriptors.names.map {
          JSONValue.Member(name: $0, value: .number(descriptors[$0], places: 3))
        }),
    ])
  }
}
