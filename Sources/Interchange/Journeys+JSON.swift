import Catalogue
public import Retrieval
import Sound
import Tagging

extension SonicPath.Answer {
  /// `assonance path --json`.
  public var json: JSONValue {
    .object([
      "direct": .number(direct, places: 4),
      "largestStep": .number(largestStep, places: 4),
      "unevenness": .number(unevenness, places: 3),
      "results": .array(
        stops.indices.map { stop in
          stops[stop].named.adding([
            "progress": .number(progress[stop], places: 3),
            "step": .number(stop > 0 ? steps[stop - 1] : nil, places: 4),
          ])
        }),
    ])
  }
}

extension TrackOrder.Answer {
  /// `assonance order --json`.
  public var json: JSONValue {
    .object([
      "results": .array(tracks.map(\.named)), "figures": figures.json, "before": before.json,
    ])
  }
}

extension DailyMix.Answer {
  /// `assonance mix --json`.
  public var json: JSONValue {
    .object([
      "seeds": .array(seeds.map { .string($0.description) }),
      "results": .array(
        tracks.map { $0.named.adding(["familiar": .bool(familiar.contains($0.track.id))]) }),
      "figures": figures.json,
    ])
  }
}

extension TrackOrder.Figures {
  var json: JSONValue {
    .object([
      "meanStep": .number(step, places: 4), "keyClashes": .integer(clashes),
      "tempoChangePercent": .number(tempoChange, places: 2),
      "offCourse": .number(offCourse, places: 3),
    ])
  }
}

extension CatalogueEntry {
  /// Id, title and artist.
  var named: JSONValue {
    let tags = answered.track.tags
    return .object([
      "track": .string(track.id.description), "title": .string(tags.title),
      "artist": .string(tags.artists.first),
    ])
  }
}
