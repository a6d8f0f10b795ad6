import Catalogue
import Ingestion
import Interchange
import Recordings
import Sound

/// The recording that a track belongs to, with its other tracks.
struct TrackRecording {
  let recording: TrackID
  /// With what each is to this track; nil for what is in the group by others or by hand.
  let others: [(track: TrackID, name: String, comparison: Comparison?)]

  init(of entry: CatalogueEntry, in library: Library) throws {
    let catalogue = library.catalogue
    let track = entry.track.id
    recording = try catalogue.recording(of: track)
    let links = try catalogue.links(of: track)
    others = try catalogue.tracks(ofRecording: recording).filter { $0 != track }.map { other in
      let found = links.first { $0.link.second == other }
      return (
        track: other, name: try catalogue.entry(other)?.answered.name ?? "",
        comparison: found.map { Comparison(verdict: $0.link.verdict, evidence: $0.evidence) }
      )
    }
  }

  var lines: [String] {
    ["  recording \(recording)"]
      + others.map { other in
        "            also \(other.track)  \(other.name): "
          + (other.comparison?.sentence ?? "by another of its tracks, or by hand.")
      }
  }

  var json: KeyValuePairs<String, JSONValue> {
    [
      "recording": .object([
        "id": .string(recording.description),
        "others": .array(
          others.map {
            .object([
              "track": .string($0.track.description),
              "verdict": .string($0.comparison?.verdict.rawValue),
              "evidence": $0.comparison?.evidence.json ?? .null,
            ])
          }),
      ])
    ]
  }
}
